package dev.outboard.im.client;

import java.util.SplittableRandom;

/**
 * How long to wait before the next attempt: twice as long each time, a random half of it, so that many who lost one server
 * do not come back at one moment. Not thread-safe.
 */
final class Backoff {
    private final long firstNanos;
    private final long mostNanos;
    private final SplittableRandom random;
    private long nextNanos;

    /**
     * @param firstNanos the most before the first attempt, above 0
     * @param mostNanos the most before any
     */
    Backoff(long firstNanos, long mostNanos, long seed) {
        this.firstNanos = firstNanos;
        this.mostNanos = mostNanos;
        this.random = new SplittableRandom(seed);
        this.nextNanos = firstNanos;
    }

    /** From now on it begins anew. */
    void reset() {
        nextNanos = firstNanos;
    }

    /** The next wait, in nanoseconds. */
    long next() {
        long most = nextNanos;
        nextNanos = Math.min(mostNanos, 2 * most);
        return most / 2 + random.nextLong(most / 2 + 1);
    }
}
