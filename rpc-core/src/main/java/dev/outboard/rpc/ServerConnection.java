package dev.outboard.rpc;

import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** A connection from a client, on the server. */
public interface ServerConnection extends Connection {
    /** Who the client is, as the server's {@link Authenticator} said; null without one. */
    @Nullable
    Principal principal();

    /**
     * The number of the event loop that the connection belongs to for its life, 0 to {@link RpcServer#eventLoops} - 1.
     * Who pushes to many connections does so for least on their own loops ({@link RpcServer#execute}).
     */
    int eventLoop();

    /**
     * Queues a push. Never blocks, allocates nothing; pushes of one thread leave in its order. <em>Borrows</em> the
     * push: it is retained for the time it is queued. On the connection's own event loop it is encoded at once where
     * nothing waits, behind what was encoded before it, and all of that leaves with one flush.
     *
     * @return anything but {@link SendResult#ACCEPTED} means that it will not be sent
     */
    SendResult push(EncodedPush push);

    /**
     * As {@link #push}, for callers that want to wait until the bytes are with the operating system, or to take the push
     * back before. It costs an object and a write of its own.
     */
    PushFuture pushTracked(EncodedPush push);

    /**
     * Pushes handed to the transport so far, tracked ones once they are written. What of them the client has received is
     * another matter, above all where the connection closes.
     */
    long pushesSent();
}
