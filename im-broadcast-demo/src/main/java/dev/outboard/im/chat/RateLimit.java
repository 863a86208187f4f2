package dev.outboard.im.chat;

/**
 * A rate in the long run, and how much may come at once.
 *
 * @param perSecond 1 to 1,000,000; 0 for no limit
 * @param burst how many may come at once after a rest, 1 to 1,000,000
 */
public record RateLimit(int perSecond, int burst) {
    /** No limit. */
    public static final RateLimit NONE = new RateLimit(0, 1);

    private static final int MOST = 1_000_000;

    /** Refuses values outside their ranges. */
    public RateLimit {
        if (perSecond < 0 || perSecond > MOST) {
            throw new IllegalArgumentException("rate: " + perSecond + " (expected: 0 to " + MOST + ")");
        }
        if (burst < 1 || burst > MOST) {
            throw new IllegalArgumentException("burst: " + burst + " (expected: 1 to " + MOST + ")");
        }
    }
}
