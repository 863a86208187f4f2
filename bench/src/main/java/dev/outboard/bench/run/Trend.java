package dev.outboard.bench.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The straight line that samples follow, by robust regression: the median of the slopes between all pairs of them, which one sample
 * of four may miss by any distance without moving it. The interval holds the slope with a confidence of 90 %, by the normal
 * approximation to the distribution of Kendall's rank statistic; it takes samples to be independent, which those of a process in
 * time rarely are, so that it is rather too narrow. Many samples are thinned to {@value #MOST} medians of neighbours.
 *
 * @param slope change of y for 1 of x; NaN for fewer than two samples
 * @param lower bound of the slope; NaN for fewer than {@value #LEAST} samples
 * @param upper bound of the slope; likewise
 * @param median of y
 * @param span of x
 * @param count samples, before they were thinned
 * @see <a href="https://doi.org/10.1080/01621459.1968.10480934">Sen, Estimates of the regression coefficient based on Kendall's
 *     tau</a>
 */
public record Trend(double slope, double lower, double upper, double median, double span, int count) {
    /** Below this many samples there is no interval, and so no verdict. */
    public static final int LEAST = 10;

    private static final int MOST = 400;
    private static final double NORMAL_95 = 1.645;

    /** What a trend says of a leak. */
    public enum Verdict {
        FLAT("flat"),
        GROWS("grows"),
        /** The interval holds both. */
        UNDECIDED("undecided"),
        TOO_SHORT("too short");

        private final String text;

        Verdict(String text) {
            this.text = text;
        }

        /** As printed. */
        public String text() {
            return text;
        }
    }

    /** A measured value and when it was measured. */
    public record Sample(double x, double y) {}

    /** The trend of these samples, in any order. */
    public static Trend of(List<Sample> samples) {
        final List<Sample> sorted = samples.stream()
                .filter(sample -> Double.isFinite(sample.y))
                .sorted(Comparator.comparingDouble(Sample::x))
                .toList();
        final int n = sorted.size();
        final double span = n < 2 ? 0 : sorted.get(n - 1).x - sorted.get(0).x;
        final double median =
                Stats.median(sorted.stream().mapToDouble(Sample::y).toArray());
        final List<Sample> thin = thinned(sorted);
        final double[] slopes = slopes(thin);
        if (slopes.length == 0) {
            return new Trend(Double.NaN, Double.NaN, Double.NaN, median, span, n);
        }
        if (n < LEAST) {
            return new Trend(Stats.median(slopes), Double.NaN, Double.NaN, median, span, n);
        }
        final double half = NORMAL_95 * Math.sqrt(variance(thin));
        final int lower = (int) Math.floor((slopes.length - half) / 2);
        final int upper = (int) Math.ceil((slopes.length + half) / 2);
        return new Trend(
                Stats.median(slopes),
                slopes[Math.max(0, lower - 1)],
                slopes[Math.min(slopes.length - 1, upper)],
                median,
                span,
                n);
    }

    /**
     * Whether y grows: by more than {@code tolerance} over the samples' span, beyond doubt.
     *
     * @param tolerance growth over the span that counts as none, in units of y
     */
    public Verdict verdict(double tolerance) {
        if (Double.isNaN(lower)) {
            return Verdict.TOO_SHORT;
        }
        if (lower * span > tolerance) {
            return Verdict.GROWS;
        }
        return upper * span <= tolerance ? Verdict.FLAT : Verdict.UNDECIDED;
    }

    private static List<Sample> thinned(List<Sample> sorted) {
        if (sorted.size() <= MOST) {
            return sorted;
        }
        final List<Sample> thin = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            final List<Sample> block =
                    sorted.subList((int) ((long) i * sorted.size() / MOST), (int) ((i + 1L) * sorted.size() / MOST));
            thin.add(new Sample(
                    Stats.median(block.stream().mapToDouble(Sample::x).toArray()),
                    Stats.median(block.stream().mapToDouble(Sample::y).toArray())));
        }
        return thin;
    }

    private static double[] slopes(List<Sample> samples) {
        final int n = samples.size();
        final double[] slopes = new double[n * (n - 1) / 2];
        int count = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                final double distance = samples.get(j).x - samples.get(i).x;
                if (distance > 0) {
                    slopes[count++] = (samples.get(j).y - samples.get(i).y) / distance;
                }
            }
        }
        final double[] sorted = Arrays.copyOf(slopes, count);
        Arrays.sort(sorted);
        return sorted;
    }

    /** Of Kendall's statistic, less for values that occur several times. */
    private static double variance(List<Sample> samples) {
        final double[] values = samples.stream().mapToDouble(Sample::y).sorted().toArray();
        double variance = term(values.length);
        int run = 1;
        for (int i = 1; i <= values.length; i++) {
            if (i < values.length && values[i] == values[i - 1]) {
                run++;
            } else {
                variance -= term(run);
                run = 1;
            }
        }
        return variance / 18;
    }

    private static double term(int n) {
        return (double) n * (n - 1) * (2.0 * n + 5);
    }
}
