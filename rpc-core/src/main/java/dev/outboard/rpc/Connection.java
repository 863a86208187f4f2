package dev.outboard.rpc;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection, seen from either end. Every method may be called on any thread. */
public interface Connection {
    /** A number that no other connection of this server or client has had; from 1. */
    long id();

    /** The peer's address and port, as text. */
    String remoteAddress();

    /**
     * The peer's certificate, which was checked, and those that vouch for it, in this order; empty where it has shown none,
     * above all without TLS, and before the handshake is done. Immutable.
     */
    default List<X509Certificate> peerCertificates() {
        return List.of();
    }

    /** Whether messages may still be sent. */
    boolean isOpen();

    /** What {@link #attach} set last. */
    @Nullable
    Object attachment();

    /** Ties something of the user's to the connection, for example its session. */
    void attach(@Nullable Object attachment);

    /**
     * Has {@code action} run once after the connection closed, on its event loop; at once, on the calling thread, where
     * it is closed already.
     */
    void onClose(Runnable action);

    /** Bytes that wait in the connection's outbound queue, not counting what the transport holds. */
    long queuedBytes();

    /** Closes without waiting for anything. Calls in flight fail with UNAVAILABLE. May be called again. */
    void close();
}
