package dev.outboard.rpc;

import dev.outboard.codec.MemoryLedger;
import java.net.SocketAddress;
import java.time.Duration;

/**
 * A running server. Built and started by {@code dev.outboard.rpc.netty.RpcServerBuilder}; ends with {@link #drain} or
 * {@link #close}, after which its threads are gone and its memory is back. Any thread, but not its own event loops for
 * those two.
 */
public interface RpcServer extends AutoCloseable {
    /** The port that it listens on; 0 where it listens on something else. */
    int port();

    /** What it listens on, for {@link RpcClient#connect(SocketAddress)}. */
    SocketAddress address();

    /** The name of the codec in use. */
    String codec();

    /** The name of the transport in use: "io_uring", "epoll", "nio" or "in-process". */
    String transport();

    /** The account of the frames' memory. */
    MemoryLedger ledger();

    /** What was counted so far. */
    ServerStats stats();

    /**
     * Reads the files of {@link TlsOptions} again; connections that are open go on, those accepted from now on get what was
     * read. Where it is bad, what was there stays. May block for files.
     *
     * @throws IllegalStateException without TLS
     * @throws IllegalArgumentException for files that cannot be used, with what is wrong with which
     */
    void reloadTls();

    /** What was reloaded so far; zeros without TLS. */
    TlsStats tlsStats();

    /**
     * <em>Returns owned</em>: a push, encoded once for any number of this server's connections. Any thread.
     *
     * @param method a push method of one of the server's services
     * @throws IllegalArgumentException for another method, or a message longer than a frame can be
     * @throws dev.outboard.codec.FrameBudgetException where the memory budget has no room
     */
    EncodedPush encodePush(Method method, MessageWriter message);

    /** How many event loops it has; {@link ServerConnection#eventLoop} tells them apart. */
    int eventLoops();

    /**
     * Has an event loop run {@code task} when it gets to it, behind what it was given before, and in front of the flushes
     * that this leads to. The task must not block. Any thread; allocates nothing for a task that is used again.
     *
     * @param eventLoop 0 to {@link #eventLoops} - 1
     * @return false where the loop has ended; the task will not run then
     * @throws IndexOutOfBoundsException for another number
     */
    boolean execute(int eventLoop, Runnable task);

    /**
     * Has an event loop run {@code task} in {@code delayNanos}, and read and write until then. As {@link #execute}, but that
     * each call makes an object. A loop that ends before its time is up drops it.
     *
     * @param eventLoop 0 to {@link #eventLoops} - 1
     * @param delayNanos 0 or more
     * @return false where the loop has ended; the task will not run then
     * @throws IndexOutOfBoundsException for another number
     */
    boolean schedule(int eventLoop, Runnable task, long delayNanos);

    /** {@link #drain(Duration, String)}, without a word. */
    default DrainReport drain(Duration grace) {
        return drain(grace, "");
    }

    /**
     * Stops accepting, tells every client to go, waits until each has had its answers and left, and closes. Clients that
     * have not left in {@code grace} are cut off.
     *
     * @param hint what clients are told with it, for example where else to go: {@link ClientConnection#drainHint}; cut to 1 KiB of
     *     UTF-8, may be empty
     */
    DrainReport drain(Duration grace, String hint);

    /** Closes at once; calls in flight are lost. Idempotent. */
    @Override
    void close();
}
