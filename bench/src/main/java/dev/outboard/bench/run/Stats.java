package dev.outboard.bench.run;

import java.util.Arrays;

/** The statistics that the reports quote. No state; any thread. NaN stands for "not measured" and comes out as NaN. */
public final class Stats {
    private Stats() {}

    /** The middle value, or the mean of the two middle ones; NaN for no values. */
    public static double median(double... values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        final double[] sorted = sorted(values);
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * The nearest-rank percentile: the smallest value that at least {@code percent} of the values do not exceed.
     *
     * @param percent 0 (exclusive) to 100
     */
    public static double percentile(double percent, double... values) {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("percent: " + percent + " (expected: 0 < percent <= 100)");
        }
        if (values.length == 0) {
            return Double.NaN;
        }
        final int rank = (int) Math.ceil(percent / 100 * values.length);
        return sorted(values)[Math.max(rank, 1) - 1];
    }

    /** Median, least and greatest. */
    public static Spread spread(double... values) {
        if (values.length == 0) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN, 0);
        }
        final double[] sorted = sorted(values);
        return new Spread(median(sorted), sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    /**
     * The change from {@code before[i]} to {@code after[i]} of every pair in per cent, as a spread: the median of the
     * pairs' changes, not the change of the medians, so that what disturbed both runs of a pair cancels out.
     */
    public static Spread changePercent(double[] before, double[] after) {
        if (before.length != after.length) {
            throw new IllegalArgumentException(
                    "pairs: " + before.length + " and " + after.length + " (expected: as many after as before)");
        }
        final double[] changes = new double[before.length];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = changePercent(before[i], after[i]);
        }
        return spread(changes);
    }

    /** The change from {@code before} to {@code after} in per cent; NaN when there is nothing to relate it to. */
    public static double changePercent(double before, double after) {
        return before > 0 ? (after / before - 1) * 100 : Double.NaN;
    }

    private static double[] sorted(double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /**
     * What is quoted of several runs.
     *
     * @param count how many values stand behind it
     */
    public record Spread(double median, double min, double max, int count) {}
}
