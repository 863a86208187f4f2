package dev.outboard.rpc;

import dev.outboard.codec.MemoryLedger;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/**
 * Makes connections; any number of them share its event loops and memory. Built by
 * {@code dev.outboard.rpc.netty.RpcClientBuilder}. Any thread, but not its own event loops for {@link #connect} and
 * {@link #close}.
 */
public interface RpcClient extends AutoCloseable {
    /**
     * Connects and finishes the handshake.
     *
     * @throws RpcException with UNAVAILABLE where that does not succeed
     */
    ClientConnection connect(String host, int port);

    /** As {@link #connect}, without waiting; fails with {@link RpcException}. */
    CompletableFuture<ClientConnection> connectAsync(String host, int port);

    /**
     * As {@link #connectAsync(String, int)}, to an address that may have been resolved already. TLS checks its
     * {@link InetSocketAddress#getHostString}.
     */
    CompletableFuture<ClientConnection> connectAsync(InetSocketAddress address);

    /**
     * <em>Returns owned</em>: a message, encoded once, to be sent any number of times over any of this client's
     * connections.
     *
     * @throws RuntimeException what {@code message} threw
     * @throws dev.outboard.codec.FrameOverflowException for a message longer than a frame can be
     * @throws dev.outboard.codec.FrameBudgetException where the memory budget has no room
     * @throws RpcException with UNAVAILABLE where the client is closed
     */
    EncodedMessage encode(MessageWriter message);

    /** The name of the codec in use. */
    String codec();

    /** The name of the transport in use: "epoll" or "nio". */
    String transport();

    /** The account of the frames' memory. */
    MemoryLedger ledger();

    /** Closes every connection at once; calls in flight fail with UNAVAILABLE. Idempotent. */
    @Override
    void close();
}
