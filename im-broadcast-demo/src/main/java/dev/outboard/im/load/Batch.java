package dev.outboard.im.load;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Many asynchronous steps, a bounded number of them under way. One thread begins them and waits; any thread ends them.
 */
final class Batch {
    private static final long STALL_SECONDS = 30;

    private final String what;
    private final int limit;
    private final Semaphore permits;
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    /**
     * @param what for the error: "connecting"
     */
    Batch(String what, int limit) {
        this.what = what;
        this.limit = limit;
        this.permits = new Semaphore(limit);
    }

    /** Begins a step, once there is room for it. */
    void begin() {
        acquire(1);
    }

    /** Ends a step. */
    void done() {
        permits.release();
    }

    /** Ends a step that went wrong, and with it the batch. */
    void failed(String reason) {
        failure.compareAndSet(null, reason);
        permits.release();
    }

    /** Waits for the end of every step. */
    void finish() {
        acquire(limit);
        permits.release(limit);
    }

    private void acquire(int count) {
        try {
            if (!permits.tryAcquire(count, STALL_SECONDS, TimeUnit.SECONDS)) {
                throw new LoadException(what + ": no progress for " + STALL_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException(what + ": interrupted");
        }
        String reason = failure.get();
        if (reason != null) {
            throw new LoadException(what + ": " + reason);
        }
    }
}
