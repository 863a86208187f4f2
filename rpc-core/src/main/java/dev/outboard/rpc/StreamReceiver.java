package dev.outboard.rpc;

import dev.outboard.codec.WireReader;

/**
 * Hears of one stream, on the client: one call at a time, on the connection's event loop, which must not be blocked, or on the
 * thread of a {@code ManagedChannel} where the stream never reached a connection. Exactly
 * one of {@link #onComplete} and {@link #onFailure} is the last. What a method throws is logged and closes nothing.
 */
public interface StreamReceiver extends FailureHandler {
    /** A message from the server; of a method with one reply, that. <em>Borrows</em> the reader until it returns. */
    void onMessage(WireReader message);

    /** A message that was {@link SendResult#NOT_READY} would be taken now. */
    default void onReady() {}

    /** The server ended the stream well. */
    void onComplete();

    /** As {@link #onComplete()}, which this calls, with what came beside the end. <em>Borrows</em> the info. */
    default void onComplete(ReplyInfo info) {
        onComplete();
    }
}
