package dev.outboard.testing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A {@link System#nanoTime} that stands still until a test moves it. Any thread.
 *
 * <p>It starts one second before {@link Long#MAX_VALUE}, as the real one is free to, so that code which compares
 * deadlines by {@code <} and not by their difference fails in its first test.
 */
public final class FakeClock implements LongSupplier {
    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(1).toNanos());

    /** Nanoseconds from an arbitrary origin; only differences mean something. */
    public long nanoTime() {
        return nanos.get();
    }

    /** As {@link #nanoTime}. */
    @Override
    public long getAsLong() {
        return nanos.get();
    }

    /**
     * Moves the clock.
     *
     * @param step 0 or more
     */
    public void advance(Duration step) {
        if (step.isNegative()) {
            throw new IllegalArgumentException("step: " + step + " (expected: >= 0)");
        }
        nanos.addAndGet(step.toNanos());
    }
}
