package dev.outboard.rpc;

import java.time.Duration;

/**
 * What makes calls: one connection, or something that chooses a connection for each call. Generated clients take one. Any
 * thread.
 */
public interface RpcChannel {
    /**
     * Makes a unary call. Whatever happens, {@code handler} hears of it once; a call that cannot be sent fails with
     * {@link Status#notProcessed}.
     *
     * @param timeoutNanos above 0; stamped into the frame when it is written, in steps of 100 us, and capped at 119 h
     * @throws RuntimeException what {@code request} threw; the handler is not called then
     */
    void call(Method method, MessageWriter request, long timeoutNanos, ReplyHandler handler);

    /** As {@link #call(Method, MessageWriter, long, ReplyHandler)}. */
    default void call(Method method, MessageWriter request, Duration timeout, ReplyHandler handler) {
        call(method, request, timeout.toNanos(), handler);
    }

    /**
     * Makes a unary call that can be cancelled. As {@link #call}, but it goes through the outbound queue, also on the event
     * loop, and costs the handle.
     */
    CallHandle startCall(Method method, MessageWriter request, long timeoutNanos, ReplyHandler handler);

    /**
     * Opens a stream of a method whose clients send messages. Whatever happens, {@code receiver} hears of its end once.
     *
     * @param timeoutNanos for the whole stream; 0 for none
     */
    ClientStream openStream(Method method, long timeoutNanos, StreamReceiver receiver);

    /**
     * Opens a stream of a method whose clients send one request.
     *
     * @param timeoutNanos for the whole stream; 0 for none
     * @throws RuntimeException what {@code request} threw; the receiver is not called then
     */
    ClientStream openStream(Method method, MessageWriter request, long timeoutNanos, StreamReceiver receiver);

    /**
     * Sends a one-way message; never blocks.
     *
     * @return anything but {@link SendResult#ACCEPTED} means that it will not be sent
     * @throws RuntimeException what {@code message} threw; nothing is sent then
     */
    SendResult oneWay(Method method, MessageWriter message);
}
