package dev.outboard.rpc.channel;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps retries from multiplying the load on servers that are failing: each failure costs a token, each success gives a
 * part of one back, and there are retries and hedges only while more than half of the tokens are there. Any thread.
 *
 * @see <a href="https://github.com/grpc/proposal/blob/master/A6-client-retries.md#throttling-retry-attempts-and-hedged-rpcs">gRFC
 *     A6</a>
 */
final class RetryBudget {
    /** Parts of a token that are counted, as in the gRFC. */
    private static final int PARTS = 1000;

    private final int maxParts;
    private final int partsPerSuccess;
    private final AtomicInteger parts;

    /**
     * @param maxTokens 1 to 1,000
     * @param tokenRatio tokens that a success gives back, above 0 and at most 1,000; three decimals count
     */
    RetryBudget(int maxTokens, double tokenRatio) {
        if (maxTokens < 1 || maxTokens > 1000) {
            throw new IllegalArgumentException("maxTokens: " + maxTokens + " (expected: 1 to 1000)");
        }
        partsPerSuccess = (int) Math.min(PARTS * tokenRatio, PARTS * PARTS);
        if (partsPerSuccess < 1) {
            throw new IllegalArgumentException("tokenRatio: " + tokenRatio + " (expected: 0.001 to 1000)");
        }
        maxParts = maxTokens * PARTS;
        parts = new AtomicInteger(maxParts);
    }

    private RetryBudget(RetryBudget other) {
        maxParts = other.maxParts;
        partsPerSuccess = other.partsPerSuccess;
        parts = new AtomicInteger(maxParts);
    }

    /** A full one with the same numbers. */
    RetryBudget fresh() {
        return new RetryBudget(this);
    }

    /** An attempt succeeded. */
    void succeeded() {
        parts.updateAndGet(now -> Math.min(maxParts, now + partsPerSuccess));
    }

    /** An attempt failed in a way that another may mend. */
    void failed() {
        parts.updateAndGet(now -> Math.max(0, now - PARTS));
    }

    /** Whether there may be another attempt. */
    boolean allows() {
        return parts.get() > maxParts / 2;
    }

    double tokens() {
        return parts.get() / (double) PARTS;
    }
}
