package dev.outboard.im.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Collects garbage on request, at most once a second whoever asks, so that asking is no way to stop the server. */
final class GarbageCollection {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final AtomicLong last = new AtomicLong(System.nanoTime() - PAUSE_NANOS);

    /** Collects, unless it was done less than a second ago. */
    void collect() {
        long now = System.nanoTime();
        long before = last.get();
        if (now - before >= PAUSE_NANOS && last.compareAndSet(before, now)) {
            System.gc();
        }
    }
}
