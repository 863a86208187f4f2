package dev.outboard.rpc;

import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** A connection from a client, on the server. */
public interface ServerConnection extends Connection {
    /** Who the client is, as the server's {@link Authenticator} said; null without one. */
    @Nullable
    Principal principal();

    /**
     * Queues a push. Never blocks, allocates nothing; pushes of one thread leave in its order. <em>Borrows</em> the
     * push: it is retained for the time it is queued.
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
