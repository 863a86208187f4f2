package dev.outboard.rpc;

import dev.outboard.codec.WireReader;

/**
 * Hears of one stream, on the server: one call at a time, in the order in which things happened, on the threads of the
 * service's {@link Execution}. What a method throws fails the stream. After the stream's end nothing is called.
 */
public interface StreamListener {
    /** A message from the client. <em>Borrows</em> the reader until it returns. */
    default void onMessage(WireReader message) {}

    /** The client sends no more messages. */
    default void onEnd() {}

    /** A message that was {@link SendResult#NOT_READY} would be taken now. */
    default void onReady() {}

    /** The client gave up, or is gone; nobody reads what is sent. */
    default void onCancel(Status reason) {}
}
