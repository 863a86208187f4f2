package dev.outboard.bench.broadcast;

import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.run.Stats;
import dev.outboard.bench.run.Stats.Interval;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A figure whose ratio a step of the migration is judged by. */
enum MigrationFigure {
    GOODPUT("goodput", "goodput", false, CompareRun.Figures::goodputPerSecond),
    RESIDENT("rss-above-idle", "RSS above idle", true, CompareRun.Figures::aboveIdleBytes),
    CPU("cpu-per-delivery", "CPU per delivery", true, CompareRun.Figures::cpuMicrosPerDelivery),
    P99("p99", "p99", true, CompareRun.Figures::p99Millis);

    private final String id;
    private final String title;
    private final boolean lowerIsBetter;
    private final ToDoubleFunction<CompareRun.Figures> figure;

    MigrationFigure(String id, String title, boolean lowerIsBetter, ToDoubleFunction<CompareRun.Figures> figure) {
        this.id = id;
        this.title = title;
        this.lowerIsBetter = lowerIsBetter;
        this.figure = figure;
    }

    /** Its part of a key. */
    String id() {
        return id;
    }

    String title() {
        return title;
    }

    /** What says something under that load: in a closed loop latency is the load's doing, in an open one the goodput is. */
    static List<MigrationFigure> of(CompareCell cell) {
        return cell == CompareCell.CLOSED ? List.of(GOODPUT, RESIDENT, CPU) : List.of(RESIDENT, P99, CPU);
    }

    /** The ratio's name, the same in every run. */
    String key(Spoke spoke, MigrationStep step) {
        return "broadcast/" + spoke.id() + "/" + id + "/" + step.key();
    }

    /** Of the two ends of a step, run against run of the same round. */
    Ratio ratio(CompareReport report, Spoke spoke, MigrationStep step) {
        final CompareRatio ratio = CompareRatio.of(
                report.runs(step.to(), spoke.cell()),
                report.runs(step.from(), spoke.cell()),
                run -> figure.applyAsDouble(run.figures()));
        return new Ratio(
                key(spoke, step),
                title + ", " + step.from() + " to " + step.to() + ", " + spoke.id() + " load",
                lowerIsBetter,
                Stats.ratioInterval(ratio.values()),
                ratio.noisy());
    }

    /** A ratio as printed: {@code 2.01 (1.90 to 2.20)}, with a star where it rests on disturbed runs only. */
    static String text(Ratio ratio) {
        final Interval interval = ratio.interval();
        if (Double.isNaN(interval.estimate())) {
            return Numbers.of(Double.NaN);
        }
        final String range = Double.isNaN(interval.lower())
                ? " (too few)"
                : String.format(Locale.ROOT, " (%.2f to %.2f)", interval.lower(), interval.upper());
        return String.format(Locale.ROOT, "%.2f", interval.estimate()) + range + (ratio.noisy() ? " *" : "");
    }

    /** The same as a change in per cent: {@code +101 % (+90 to +120)}. */
    static String change(Ratio ratio) {
        return Numbers.change(spread(ratio)) + (ratio.noisy() ? " *" : "");
    }

    /** The change in per cent with the bounds of its interval. */
    static Stats.Spread spread(Ratio ratio) {
        final Interval interval = ratio.interval();
        return new Stats.Spread(
                percent(interval.estimate()), percent(interval.lower()), percent(interval.upper()), interval.count());
    }

    private static double percent(double ratio) {
        return (ratio - 1) * 100;
    }
}
