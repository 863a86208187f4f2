package dev.outboard.bench.report;

import dev.outboard.bench.run.Stats;
import dev.outboard.bench.run.Stats.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A picture of figures that also stand in a table. */
public sealed interface Chart {
    /** Points of a percentile line between 0 and 90 %, 90 and 99 %, and so on. */
    int POINTS_PER_DECADE = 30;

    String title();

    /** What the axis of the figures counts, with its unit. */
    String unit();

    /** Which picture it is, in a word that the page's script knows. */
    default String kind() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /**
     * Values by percentile, one line per contender, over an axis on which 90 %, 99 % and 99.9 % are equally far apart.
     *
     * @param title names the contenders' common load
     */
    record Percentiles(String title, String unit, List<Line> lines) implements Chart {
        public Percentiles {
            lines = List.copyOf(lines);
        }
    }

    /**
     * One bar per contender, with a whisker from the least to the greatest run.
     *
     * @param bars in the order of the table's columns
     */
    record Bars(String title, String unit, List<Bar> bars) implements Chart {
        public Bars {
            bars = List.copyOf(bars);
        }
    }

    /**
     * What happened at which time, a row for each contender, all rows on the same axes: pauses at their times, or a figure as it
     * goes.
     *
     * @param joined whether the moments are points of one line; otherwise each stands for itself, as a stem
     */
    record Timeline(String title, String unit, boolean joined, List<Track> tracks) implements Chart {
        public Timeline {
            tracks = List.copyOf(tracks);
        }
    }

    /**
     * Ratios with their intervals, one below the other, over an axis on which a half and a double are equally far from 1: a
     * forest plot.
     *
     * @param unit what 1 stands for
     */
    record Intervals(String title, String unit, List<Estimate> estimates) implements Chart {
        public Intervals {
            estimates = List.copyOf(estimates);
        }

        /** The ratios in their order. */
        public static Intervals of(String title, List<Ratio> ratios) {
            return new Intervals(
                    title,
                    "1: no difference",
                    ratios.stream()
                            .map(ratio -> new Estimate(
                                    ratio.title(),
                                    ratio.lowerIsBetter(),
                                    ratio.interval().estimate(),
                                    ratio.interval().lower(),
                                    ratio.interval().upper()))
                            .toList());
        }
    }

    /**
     * A contender's row of a timeline.
     *
     * @param baseline whether it is what the others are compared with
     */
    record Track(String name, boolean baseline, List<Moment> moments) {
        public Track {
            moments = List.copyOf(moments);
        }
    }

    /** @param seconds since the window was opened */
    record Moment(double seconds, double value) {}

    /**
     * A ratio.
     *
     * @param lowerIsBetter which side of 1 is the better one
     * @param lower bound; NaN where there is no interval, as {@code upper}
     */
    record Estimate(String name, boolean lowerIsBetter, double value, double lower, double upper) {}

    /**
     * A contender's line.
     *
     * @param baseline whether it is what the others are compared with: drawn dashed
     * @param points percentile (0 to below 100) and value, rising
     */
    record Line(String name, boolean baseline, List<Point> points) {
        public Line {
            points = List.copyOf(points);
        }

        /** The percentiles of these values, equally spaced on the chart's axis up to the greatest value. */
        public static Line of(String name, boolean baseline, double[] values) {
            final List<Point> points = new ArrayList<>();
            for (int i = 0; Math.pow(10, i / (double) POINTS_PER_DECADE) < values.length; i++) {
                final double percentile = 100 * (1 - Math.pow(10, -i / (double) POINTS_PER_DECADE));
                points.add(new Point(percentile, Stats.percentile(Math.max(percentile, 1e-9), values)));
            }
            if (values.length > 0) {
                // The greatest of n values stands where one of n more would be expected to exceed it.
                points.add(new Point(100.0 * values.length / (values.length + 1), Stats.percentile(100, values)));
            }
            return new Line(name, baseline, points);
        }
    }

    record Point(double percentile, double value) {}

    /**
     * A contender's bar.
     *
     * @param baseline whether it is what the others are compared with
     * @param value median of the runs
     * @param min least run; equal to {@code value} without a spread
     * @param max greatest run
     */
    record Bar(String name, boolean baseline, double value, double min, double max) {
        /** The median of the runs with their range. */
        public static Bar of(String name, boolean baseline, Spread spread) {
            return new Bar(name, baseline, spread.median(), spread.min(), spread.max());
        }
    }
}
