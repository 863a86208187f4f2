package dev.outboard.rpc.channel;

import dev.outboard.rpc.StatusCode;
import java.util.EnumSet;
import java.util.Set;

/**
 * Makes a call again after it failed. One that is certain not to have been processed may be made again whatever it does:
 * once at once, over another connection, which counts as no attempt, then after a backoff. Any other failure is retried
 * only with the codes named here, which is right for idempotent methods alone. No attempt begins past the deadline.
 * Immutable.
 *
 * @param maxAttempts the first included, at least 1
 * @param backoff between attempts
 * @param idempotentCodes failures after which a call that may have been processed is made again; empty for methods that
 *     must not run twice
 */
public record RetryPolicy(int maxAttempts, BackoffPolicy backoff, Set<StatusCode> idempotentCodes)
        implements CallPolicy {
    /** What a call without a policy gets that has waited for a connection, and whose bytes are kept therefore. */
    static final RetryPolicy AT_ONCE_ONLY = new RetryPolicy(1, BackoffPolicy.retrying(), Set.of());

    /** Checks the ranges, and refuses codes after which there is nothing to retry. */
    public RetryPolicy {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts: " + maxAttempts + " (expected: >= 1)");
        }
        idempotentCodes = checkCodes(idempotentCodes);
    }

    /** For any method: 4 attempts, only of calls that were not processed. */
    public static RetryPolicy notProcessed() {
        return new RetryPolicy(4, BackoffPolicy.retrying(), Set.of());
    }

    /** For idempotent methods: 4 attempts, after UNAVAILABLE too where the call may have been processed. */
    public static RetryPolicy idempotent() {
        return new RetryPolicy(4, BackoffPolicy.retrying(), EnumSet.of(StatusCode.UNAVAILABLE));
    }

    static Set<StatusCode> checkCodes(Set<StatusCode> codes) {
        for (StatusCode code : codes) {
            if (code == StatusCode.OK || code == StatusCode.CANCELLED || code == StatusCode.DEADLINE_EXCEEDED) {
                throw new IllegalArgumentException(
                        "code: " + code + " (expected: a failure that another try may mend)");
            }
        }
        return Set.copyOf(codes);
    }
}
