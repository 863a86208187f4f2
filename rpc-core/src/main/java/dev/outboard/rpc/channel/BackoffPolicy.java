package dev.outboard.rpc.channel;

import java.time.Duration;

/**
 * How long to wait before the next try: exponential, with jitter, so that clients that failed together do not come back
 * together.
 *
 * @param initial before the first further try, above 0
 * @param multiplier from one wait to the next, at least 1
 * @param jitter the part by which a wait is longer or shorter at random, 0 to 1
 * @param max cap of a wait, before jitter
 */
public record BackoffPolicy(Duration initial, double multiplier, double jitter, Duration max) {
    private static final BackoffPolicy CONNECTING =
            new BackoffPolicy(Duration.ofSeconds(1), 1.6, 0.2, Duration.ofSeconds(120));
    private static final BackoffPolicy RETRYING =
            new BackoffPolicy(Duration.ofMillis(50), 2, 0.2, Duration.ofSeconds(1));

    /** Checks the ranges. */
    public BackoffPolicy {
        if (initial.isNegative() || initial.isZero()) {
            throw new IllegalArgumentException("initial: " + initial + " (expected: > 0)");
        }
        if (!(multiplier >= 1)) {
            throw new IllegalArgumentException("multiplier: " + multiplier + " (expected: >= 1)");
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter: " + jitter + " (expected: 0 to 1)");
        }
        if (max.compareTo(initial) < 0) {
            throw new IllegalArgumentException("max: " + max + " (expected: >= " + initial + ", the initial)");
        }
    }

    /**
     * 1 s, times 1.6, 20 % of jitter, at most 120 s.
     *
     * @see <a href="https://grpc.github.io/grpc/core/md_doc_connection-backoff.html">gRPC connection backoff</a>
     */
    public static BackoffPolicy connecting() {
        return CONNECTING;
    }

    /** For calls: 50 ms, times 2, 20 % of jitter, at most 1 s. */
    public static BackoffPolicy retrying() {
        return RETRYING;
    }

    /**
     * The wait after some failures in a row.
     *
     * @param failures before this one, from 0
     * @param random uniform, 0 to 1
     */
    long delayNanos(int failures, double random) {
        double nanos = Math.min(initial.toNanos() * Math.pow(multiplier, failures), max.toNanos());
        return (long) (nanos * (1 + jitter * (2 * random - 1)));
    }
}
