package dev.outboard.bench.suite;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time that a part may take. A part asks before each of its rounds, the first one apart, and says which it left out. One
 * thread.
 */
public final class Share {
    private final LongSupplier nanoClock;
    private final long endNanos;
    private final boolean limited;

    private Share(LongSupplier nanoClock, long nanos, boolean limited) {
        this.nanoClock = nanoClock;
        this.endNanos = limited ? nanoClock.getAsLong() + nanos : 0;
        this.limited = limited;
    }

    /** As much as it takes. */
    public static Share unlimited() {
        return new Share(() -> 0, 0, false);
    }

    /** So much, from now on. */
    public static Share of(Duration time) {
        return of(time, System::nanoTime);
    }

    static Share of(Duration time, LongSupplier nanoClock) {
        return new Share(nanoClock, time.toNanos(), true);
    }

    /** Whether something that takes {@code seconds} ends within it. */
    public boolean allows(double seconds) {
        return !limited || nanoClock.getAsLong() + (long) (seconds * 1e9) - endNanos <= 0;
    }
}
