package dev.outboard.rpc.call;

/** Allows a rate in the long run and bursts of twice that. Single-threaded. */
public final class TokenBucket {
    private static final long SECOND = 1_000_000_000L;

    private final long nanosPerToken;
    private final long capacityNanos;
    /** The moment from which on time has been spent on tokens; never more than the capacity in the past. */
    private long spentTo;

    /** @param perSecond tokens a second, 1 to 1,000,000 */
    public TokenBucket(int perSecond, long nowNanos) {
        this.nanosPerToken = SECOND / perSecond;
        this.capacityNanos = 2 * nanosPerToken * perSecond;
        this.spentTo = nowNanos - capacityNanos;
    }

    /** Takes a token if there is one. */
    public boolean tryTake(long nowNanos) {
        if (nowNanos - spentTo > capacityNanos) {
            spentTo = nowNanos - capacityNanos;
        }
        if (nowNanos - spentTo < nanosPerToken) {
            return false;
        }
        spentTo += nanosPerToken;
        return true;
    }
}
