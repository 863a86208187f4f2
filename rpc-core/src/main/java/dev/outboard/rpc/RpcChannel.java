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

    /**
     * As {@link #call(Method, MessageWriter, long, ReplyHandler)}, with more than a timeout. One that is a child of another call
     * ({@link CallOptions#childOf}) is made as by {@link #startCall}.
     */
    void call(Method method, MessageWriter request, CallOptions options, ReplyHandler handler);

    /** As {@link #call(Method, MessageWriter, long, ReplyHandler)}. */
    default void call(Method method, MessageWriter request, Duration timeout, ReplyHandler handler) {
        call(method, request, timeout.toNanos(), handler);
    }

    /**
     * Makes a unary call that can be cancelled. As {@link #call}, but it goes through the outbound queue, also on the event
     * loop, and costs the handle.
     */
    default CallHandle startCall(Method method, MessageWriter request, long timeoutNanos, ReplyHandler handler) {
        return startCall(method, request, CallOptions.timeoutNanos(timeoutNanos), handler);
    }

    /** As {@link #startCall(Method, MessageWriter, long, ReplyHandler)}, with more than a timeout. */
    CallHandle startCall(Method method, MessageWriter request, CallOptions options, ReplyHandler handler);

    /**
     * Opens a stream of a method whose clients send messages. Whatever happens, {@code receiver} hears of its end once.
     *
     * @param timeoutNanos for the whole stream; 0 for none
     */
    default ClientStream openStream(Method method, long timeoutNanos, StreamReceiver receiver) {
        return openStream(method, CallOptions.timeoutNanos(timeoutNanos), receiver);
    }

    /** As {@link #openStream(Method, long, StreamReceiver)}, with more than a timeout. */
    ClientStream openStream(Method method, CallOptions options, StreamReceiver receiver);

    /**
     * Opens a stream of a method whose clients send one request.
     *
     * @param timeoutNanos for the whole stream; 0 for none
     * @throws RuntimeException what {@code request} threw; the receiver is not called then
     */
    default ClientStream openStream(Method method, MessageWriter request, long timeoutNanos, StreamReceiver receiver) {
        return openStream(method, request, CallOptions.timeoutNanos(timeoutNanos), receiver);
    }

    /** As {@link #openStream(Method, MessageWriter, long, StreamReceiver)}, with more than a timeout. */
    ClientStream openStream(Method method, MessageWriter request, CallOptions options, StreamReceiver receiver);

    /**
     * Sends a one-way message; never blocks.
     *
     * @return anything but {@link SendResult#ACCEPTED} means that it will not be sent
     * @throws RuntimeException what {@code message} threw; nothing is sent then
     */
    SendResult oneWay(Method method, MessageWriter message);

    /** As {@link #oneWay(Method, MessageWriter)}, with metadata and trace of the options; the rest of them is not looked at. */
    SendResult oneWay(Method method, MessageWriter message, CallOptions options);

    /** This channel with an interceptor before it: calls on what is returned go through that first. */
    default RpcChannel intercepted(ClientInterceptor interceptor) {
        return new InterceptedChannel(this, interceptor);
    }
}
