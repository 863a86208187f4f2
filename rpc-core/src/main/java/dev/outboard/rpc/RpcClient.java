package dev.outboard.rpc;

import dev.outboard.codec.MemoryLedger;
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
