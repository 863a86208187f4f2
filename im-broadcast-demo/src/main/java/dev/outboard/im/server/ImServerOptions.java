package dev.outboard.im.server;

import java.time.Duration;
import java.util.List;

/**
 * How a server runs. Immutable.
 *
 * @param host the address to listen on
 * @param port the port; 0 takes any that is free
 * @param mode how messages are fanned out, one of {@link #MODES}
 * @param codec "auto", "safe", "unsafe"
 * @param transport "auto", "epoll", "nio"
 * @param eventLoops threads for sockets, above 0
 * @param rpcWorkers threads that handle calls, above 0; the same in every mode
 * @param workers threads, and shards, of the modes "pool...", threads of "queue-unbounded"; above 0
 * @param queueCapacity messages that may wait for each of them, or for each event loop; rounded up to a power of two
 * @param outboundBytes bytes that may wait for one slow connection, 4 KiB to 1 GiB
 * @param sendBufferBytes what the operating system may hold for one connection besides; 0 leaves it to the system
 * @param budgetBytes the most off-heap memory to reserve; 0 sets no bound
 * @param pushTimeout how long one push blocks, in the modes "per-recipient", "per-recipient-virtual" and "pool-blocking"
 */
public record ImServerOptions(
        String host,
        int port,
        String mode,
        String codec,
        String transport,
        int eventLoops,
        int rpcWorkers,
        int workers,
        int queueCapacity,
        int outboundBytes,
        int sendBufferBytes,
        long budgetBytes,
        Duration pushTimeout) {
    /** Encode once, fixed workers, bounded queues. */
    public static final String POOL = "pool";
    /** What {@link #mode} may be. */
    public static final List<String> MODES = Mode.ids();

    /** Refuses values outside their ranges. */
    public ImServerOptions {
        check("port", port, 0, 65_535);
        check("event-loops", eventLoops, 1, 1_024);
        check("rpc-workers", rpcWorkers, 1, 1_024);
        check("workers", workers, 1, 1_024);
        check("queue", queueCapacity, 2, 1 << 30);
        check("outbound-bytes", outboundBytes, 4 << 10, 1 << 30);
        check("send-buffer", sendBufferBytes, 0, 1 << 30);
        check("budget", budgetBytes, 0, Long.MAX_VALUE);
        check("push-timeout: ms", pushTimeout.toMillis(), 1, Integer.MAX_VALUE);
        checkMode(mode);
    }

    /** A loopback server in mode "pool". */
    public static ImServerOptions defaults() {
        return new ImServerOptions(
                "127.0.0.1",
                9000,
                POOL,
                "auto",
                "auto",
                2,
                4,
                4,
                16_384,
                256 << 10,
                16 << 10,
                0,
                Duration.ofSeconds(5));
    }

    /**
     * Checks that there is such a mode, and that it runs on this JDK.
     *
     * @throws IllegalArgumentException otherwise; its message is one line
     */
    public static void checkMode(String mode) {
        Mode.of(mode);
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + " to " + max + ")");
        }
    }
}
