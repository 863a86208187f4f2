package dev.outboard.rpc.channel;

import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.Status;
import org.jspecify.annotations.Nullable;

/** A call or stream that needs a connection. Called in the channel's {@link Serial}. */
interface Waiting {
    /** Here is one. */
    void connected(ClientConnection connection);

    /** It will not get one. */
    void refused(Status status);

    /** It is in the queue from now on, and has to look at its deadline itself. */
    void waits();

    /** Whether it ended meanwhile. Any thread. */
    boolean isOver();

    /** Whether it is refused in TRANSIENT_FAILURE. */
    boolean failsFast();

    long hashKey();

    /** The connection that it would rather not have again. */
    default @Nullable ClientConnection avoided() {
        return null;
    }

    /** Bytes of its request. */
    int lengthBytes();
}
