package dev.outboard.rpc.channel;

import dev.outboard.rpc.StatusCode;
import java.time.Duration;
import java.util.Set;

/**
 * Makes a call again while the first attempt is still out, for idempotent methods: the first reply wins, the other
 * attempts are cancelled. An attempt that fails with one of the named codes, or was not processed, has the next one made at
 * once; any other failure ends the call. Immutable.
 *
 * @param maxAttempts the first included, at least 2
 * @param delay between attempts; 0 makes them all at once
 * @param nonFatalCodes failures that other attempts may make good
 */
public record HedgingPolicy(int maxAttempts, Duration delay, Set<StatusCode> nonFatalCodes) implements CallPolicy {
    /** Checks the ranges. */
    public HedgingPolicy {
        if (maxAttempts < 2) {
            throw new IllegalArgumentException("maxAttempts: " + maxAttempts + " (expected: >= 2)");
        }
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay: " + delay + " (expected: >= 0)");
        }
        nonFatalCodes = RetryPolicy.checkCodes(nonFatalCodes);
    }

    /** Two attempts, the second after {@code delay}; UNAVAILABLE is not fatal. */
    public static HedgingPolicy after(Duration delay) {
        return new HedgingPolicy(2, delay, Set.of(StatusCode.UNAVAILABLE));
    }
}
