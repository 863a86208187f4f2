package dev.outboard.bench.soak;

import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Table.Cell;
import dev.outboard.bench.report.Table.Tone;
import dev.outboard.bench.run.Trend;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Whether something that must not grow did.
 *
 * @param unit of the figures
 * @param scale how much of what was sampled makes one of the unit
 * @param tolerance growth over the run that counts as none, as sampled
 * @param binding whether growth fails the run
 */
record Growth(
        String what, String definition, String unit, double scale, Trend trend, double tolerance, boolean binding) {
    private static final double MIB = 1 << 20;
    private static final double SECONDS_PER_MINUTE = 60;
    /** Warm-up: this part of the samples is left out. */
    static final double LEFT_OUT = 0.25;
    /** Growth that counts as none: so much of the median, and a floor. */
    private static final double TOLERANCE = 0.05;

    private static final double LEDGER_FLOOR = MIB / 4;
    private static final double RESIDENT_FLOOR = 16 * MIB;
    private static final double HEAP_FLOOR = 2 * MIB;

    /** Of everything that is watched; samples of the warm-up are left out. */
    static List<Growth> of(List<SoakSample> samples) {
        final double from = LEFT_OUT
                * samples.stream().mapToDouble(SoakSample::second).max().orElse(0);
        final List<SoakSample> kept =
                samples.stream().filter(sample -> sample.second() > from).toList();
        final Trend ledger = trend(kept, SoakSample::ledgerBytes);
        final Trend resident = trend(kept, SoakSample::residentBytes);
        final Trend heap = trend(kept, SoakSample::heapBytes);
        return List.of(
                new Growth(
                        "ledger",
                        "frames in use on both ends, by the codec's own account",
                        "KiB",
                        1024,
                        ledger,
                        Math.max(LEDGER_FLOOR, TOLERANCE * ledger.median()),
                        true),
                new Growth(
                        "heap after GC",
                        "what a collection leaves, one now and then for this row alone",
                        "MiB",
                        MIB,
                        heap,
                        Math.max(HEAP_FLOOR, TOLERANCE * heap.median()),
                        true),
                new Growth("threads", "of the JVM", "threads", 1, trend(kept, SoakSample::threads), 1, true),
                new Growth(
                        "RSS",
                        "resident set of the process; growth fails nothing, for the JVM takes memory as it likes",
                        "MiB",
                        MIB,
                        resident,
                        Math.max(RESIDENT_FLOOR, TOLERANCE * resident.median()),
                        false));
    }

    private static Trend trend(List<SoakSample> samples, ToDoubleFunction<SoakSample> figure) {
        return Trend.of(samples.stream()
                .filter(sample -> figure.applyAsDouble(sample) >= 0)
                .map(sample -> new Trend.Sample(sample.second(), figure.applyAsDouble(sample)))
                .toList());
    }

    Trend.Verdict verdict() {
        return trend.verdict(tolerance);
    }

    /** Whether it fails the run. */
    boolean fails() {
        return binding && verdict() == Trend.Verdict.GROWS;
    }

    /** Median, slope, its interval, tolerance and verdict, as printed. */
    List<Cell> cells() {
        return List.of(
                Cell.of(Numbers.of(trend.median() / scale) + " " + unit),
                Cell.of(perMinute(trend.slope())),
                Cell.of(perMinute(trend.lower()) + " to " + perMinute(trend.upper())),
                Cell.of(Numbers.of(tolerance / scale) + " " + unit),
                Cell.of(Numbers.of((long) trend.count())),
                new Cell(verdict().text(), verdict() == Trend.Verdict.GROWS ? Tone.WORSE : Tone.PLAIN));
    }

    /** One line for a failure. */
    String line() {
        return what + ": grows by " + perMinute(trend.slope()) + " " + unit + " a minute (expected: flat, " + "at most "
                + Numbers.of(tolerance / scale) + " " + unit + " over the run)";
    }

    private String perMinute(double slope) {
        final double value = slope * SECONDS_PER_MINUTE / scale;
        return Double.isNaN(value) ? Numbers.of(value) : String.format(Locale.ROOT, "%+.3f", value + 0.0);
    }
}
