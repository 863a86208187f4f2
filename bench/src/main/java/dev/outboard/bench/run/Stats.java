package dev.outboard.bench.run;

import java.util.Arrays;

/** The statistics that the reports quote. No state; any thread. NaN stands for "not measured" and comes out as NaN. */
public final class Stats {
    private static final double ONE_SIDED_ERROR = 0.1;

    /** Student's t that 95 % lie below, by degrees of freedom from 1. */
    private static final double[] T_95 = {
        6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812, 1.796, 1.782, 1.771, 1.761, 1.753, 1.746,
        1.740, 1.734, 1.729, 1.725, 1.721, 1.717, 1.714, 1.711, 1.708, 1.706, 1.703, 1.701, 1.699, 1.697
    };

    private static final double NORMAL_95 = 1.645;

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

    /**
     * Bounds of the values' median: it lies above the lower one with a confidence of 90 % at least, and below the upper
     * one likewise, whatever the values' own distribution. They are order statistics, by the binomial distribution; NaN
     * where there are too few values, three or less.
     *
     * @see <a href="https://www.itl.nist.gov/div898/handbook/">NIST/SEMATECH e-Handbook, distribution-free limits</a>
     */
    public static Bounds medianBounds(double... values) {
        final int n = values.length;
        final double[] sorted = sorted(values);
        // P(at most k of n lie below the median) adds up term by term, n over k times 2^-n.
        double term = Math.pow(0.5, n);
        double tail = term;
        int rank = 0;
        while (rank < n && tail <= ONE_SIDED_ERROR) {
            rank++;
            term = term * (n - rank + 1) / rank;
            tail += term;
        }
        return rank == 0 ? new Bounds(Double.NaN, Double.NaN) : new Bounds(sorted[rank - 1], sorted[n - rank]);
    }

    /**
     * The ratio that pairs stand for, with an interval that holds it with a confidence of 90 %: the geometric mean of the
     * pairs' ratios and Student's t on their logarithms, for ratios scatter by factors. Values that are not above 0 are left out;
     * with fewer than two there is an estimate at the most, and bounds of NaN.
     *
     * @see <a href="https://www.itl.nist.gov/div898/handbook/">NIST/SEMATECH e-Handbook, confidence limits for the mean</a>
     */
    public static Interval ratioInterval(double... ratios) {
        final double[] logs = Arrays.stream(ratios)
                .filter(ratio -> ratio > 0 && Double.isFinite(ratio))
                .map(Math::log)
                .toArray();
        final int n = logs.length;
        final double mean = Arrays.stream(logs).average().orElse(Double.NaN);
        if (n < 2) {
            return new Interval(Math.exp(mean), Double.NaN, Double.NaN, n);
        }
        final double squares =
                Arrays.stream(logs).map(log -> (log - mean) * (log - mean)).sum();
        final double t = n - 2 < T_95.length ? T_95[n - 2] : NORMAL_95;
        final double half = t * Math.sqrt(squares / (n - 1) / n);
        return new Interval(Math.exp(mean), Math.exp(mean - half), Math.exp(mean + half), n);
    }

    private static double[] sorted(double[] values) {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    /**
     * An estimate and the bounds between which it lies with a confidence of 90 %; NaN where there is none.
     *
     * @param count how many values stand behind it
     */
    public record Interval(double estimate, double lower, double upper, int count) {}

    /** Between which a median lies, each by itself with a confidence of 90 %. */
    public record Bounds(double lower, double upper) {}

    /**
     * What is quoted of several runs.
     *
     * @param count how many values stand behind it
     */
    public record Spread(double median, double min, double max, int count) {}
}
