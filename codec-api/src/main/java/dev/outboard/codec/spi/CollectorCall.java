package dev.outboard.codec.spi;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks the collector to find memory that was given up. Frames leave hardly anything on the heap: a server that has little to collect would
 * wait for it for ever. The JDK does the same where its own limit of direct memory is reached. A pause is the price, so it is not asked often, whoever
 * brings it about. Nothing happens under {@code -XX:+DisableExplicitGC}.
 */
final class CollectorCall {
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final AtomicLong LAST = new AtomicLong(System.nanoTime() - INTERVAL_NANOS);

    private CollectorCall() {}

    /**
     * Any thread; does not wait for it.
     *
     * @param before what to do before, on another thread
     */
    static void ask(Runnable before) {
        long now = System.nanoTime();
        long last = LAST.get();
        if (now - last >= INTERVAL_NANOS && LAST.compareAndSet(last, now)) {
            Thread asking = new Thread(
                    () -> {
                        before.run();
                        System.gc();
                    },
                    "outboard-collector-call");
            asking.setDaemon(true);
            asking.start();
        }
    }
}
