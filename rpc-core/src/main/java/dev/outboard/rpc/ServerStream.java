package dev.outboard.rpc;

import dev.outboard.codec.WireReader;

/**
 * A stream, on the server. It ends exactly once, by one of {@link #complete()}, {@link #complete(MessageWriter)} and
 * {@link #fail}, on any thread; messages sent before by the same thread arrive before. A stream that its client gave up ends
 * by itself when {@link StreamListener#onCancel} has returned.
 */
public interface ServerStream extends MessageStream {
    /**
     * The request of a method whose clients send one. <em>Borrowed</em> until {@link StreamHandler#open} returns.
     *
     * @throws IllegalStateException for another method, or later
     */
    WireReader request();

    /** Ends it well; with an empty reply, where its method has one. */
    void complete();

    /**
     * Ends a stream of a method that has one reply.
     *
     * @throws RuntimeException what {@code reply} threw; the stream has not ended then
     */
    void complete(MessageWriter reply);

    /**
     * Ends it with a failure.
     *
     * @param code not OK
     * @param message for people, without payload; cut at 1 KiB of UTF-8
     */
    void fail(StatusCode code, String message);

    /** Nanoseconds until the client gives up, 0 or less if it has, {@link Long#MAX_VALUE} without a deadline. */
    long remainingNanos();

    /** Whether the client has given up, or is gone. */
    boolean cancelled();

    /** The connection that the stream came by. */
    ServerConnection connection();
}
