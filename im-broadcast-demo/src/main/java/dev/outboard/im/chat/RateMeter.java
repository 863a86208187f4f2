package dev.outboard.im.chat;

import java.util.concurrent.atomic.AtomicLong;

/** Holds one user or group to a {@link RateLimit}. Any thread; a taken token makes nothing, and waits for nobody. */
public final class RateMeter {
    /*
     * A token bucket as one number (the generic cell rate algorithm, ITU-T I.371): the moment at which the bucket would
     * be full again. A token moves it by one interval; there is none where that would be more than a burst ahead of now.
     */
    private static final long SECOND_NANOS = 1_000_000_000L;

    private final AtomicLong fullAt;

    /** A full bucket. */
    public RateMeter(long nowNanos) {
        fullAt = new AtomicLong(nowNanos);
    }

    /** Takes a token; false where there is none. The limit may be another one each time. */
    public boolean tryTake(RateLimit limit, long nowNanos) {
        if (limit.perSecond() == 0) {
            return true;
        }
        long interval = SECOND_NANOS / limit.perSecond();
        long window = interval * limit.burst();
        while (true) {
            long before = fullAt.get();
            long start = before - nowNanos > 0 ? before : nowNanos;
            if (start + interval - nowNanos > window) {
                return false;
            }
            if (fullAt.compareAndSet(before, start + interval)) {
                return true;
            }
        }
    }
}
