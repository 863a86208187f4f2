package dev.outboard.rpc;

import dev.outboard.codec.MemoryLedger;
import java.net.SocketAddress;
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
     * As {@link #connect(String, int)}, also to a {@link java.net.UnixDomainSocketAddress} or an {@link InProcessAddress}.
     *
     * @throws IllegalArgumentException for an address that the client's transport cannot reach
     */
    ClientConnection connect(SocketAddress address);

    /**
     * As {@link #connect(SocketAddress)}, without waiting; fails with {@link RpcException}. An address may have been resolved
     * already: TLS checks its {@link java.net.InetSocketAddress#getHostString}.
     */
    CompletableFuture<ClientConnection> connectAsync(SocketAddress address);

    /**
     * Reads the files of {@link TlsOptions} again; connections that are open go on, those made from now on use what was
     * read. Where it is bad, what was there stays. May block for files.
     *
     * @throws IllegalStateException without TLS
     * @throws IllegalArgumentException for files that cannot be used, with what is wrong with which
     */
    void reloadTls();

    /** What was reloaded so far; zeros without TLS. */
    TlsStats tlsStats();

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

    /** The name of the transport in use: "io_uring", "epoll", "nio" or "in-process". */
    String transport();

    /** The account of the frames' memory. */
    MemoryLedger ledger();

    /** Closes every connection at once; calls in flight fail with UNAVAILABLE. Idempotent. */
    @Override
    void close();
}
