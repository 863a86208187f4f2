package dev.outboard.bench.report;

import dev.outboard.bench.run.Stats.Interval;

/**
 * A figure of one contender over the same of another.
 *
 * @param key the same in every run of the same benchmark: {@code gc/closed/pause-p99/legacy-missed-free>safe-pooled}
 * @param title as a reader sees it
 * @param lowerIsBetter what a change in its direction means
 * @param interval of the ratio, 1 standing for no difference
 * @param noisy whether it rests on runs that others disturbed
 */
public record Ratio(String key, String title, boolean lowerIsBetter, Interval interval, boolean noisy) {
    /** A wider interval than this, to either side, decides nothing. */
    private static final double WIDEST = 0.25;

    /** Whether the interval is too wide to say anything, or there is none. */
    public boolean inconclusive() {
        double middle = interval.estimate();
        return !(interval.upper() <= middle * (1 + WIDEST) && interval.lower() >= middle * (1 - WIDEST));
    }

    /** Whether another run of the same may well have found the same: the intervals overlap. */
    public boolean agreesWith(Ratio other) {
        return interval.lower() <= other.interval.upper() && other.interval.lower() <= interval.upper();
    }
}
