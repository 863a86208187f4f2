package dev.outboard.rpc;

import dev.outboard.codec.WireReader;

/** Gets the pushes of one method. */
@FunctionalInterface
public interface PushHandler {
    /**
     * One push, in the order sent. Called on the connection's event loop, which must not be blocked; what it throws is
     * logged and closes nothing. <em>Borrows</em> the reader until it returns.
     */
    void onPush(ClientConnection connection, WireReader body);
}
