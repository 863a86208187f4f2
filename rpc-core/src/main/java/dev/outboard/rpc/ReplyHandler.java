package dev.outboard.rpc;

import dev.outboard.codec.WireReader;

/**
 * Gets the end of a call: exactly one of {@link #onReply} and {@link #onFailure} is called, exactly once, on the connection's event loop, which
 * must not be blocked. Of a call that never reached a connection, a {@code ManagedChannel}'s own thread tells. What it throws
 * is logged and closes nothing. One handler may serve any number of calls, those of several connections at once.
 */
public interface ReplyHandler extends FailureHandler {
    /** The reply. <em>Borrows</em> the reader until it returns. */
    void onReply(WireReader reply);

    /** As {@link #onReply(WireReader)}, which this calls, with what came beside the reply. <em>Borrows</em> both. */
    default void onReply(WireReader reply, ReplyInfo info) {
        onReply(reply);
    }
}
