package dev.outboard.bench.all;

import dev.outboard.bench.report.Chart;
import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.report.Table.Cell;
import dev.outboard.bench.report.Table.Tone;
import dev.outboard.bench.run.Stats.Interval;
import java.util.ArrayList;
import java.util.List;

/** Ratios as a reader sees them. No state; any thread. */
final class Ratios {
    private static final String INTERVAL = "90 % interval";

    private Ratios() {}

    /** The section with a table and a chart of the part's ratios behind its own, and with the warnings. */
    static Section added(Section section, List<Ratio> ratios, List<String> warnings) {
        List<Table> tables = new ArrayList<>(section.tables());
        List<Chart> charts = new ArrayList<>(section.charts());
        if (!ratios.isEmpty()) {
            tables.add(table(ratios));
            if (charts.stream().noneMatch(Chart.Intervals.class::isInstance)) {
                charts.add(0, Chart.Intervals.of("Ratios with their intervals", ratios));
            }
        }
        List<String> all = new ArrayList<>(section.warnings());
        all.addAll(warnings);
        return new Section(
                section.id(),
                section.title(),
                section.question(),
                section.failures(),
                all,
                tables,
                charts,
                section.findings(),
                section.notes());
    }

    private static Table table(List<Ratio> ratios) {
        return Table.of(
                        "Ratios: a figure of one contender over the same of another, run against run of the same round.",
                        ratios.stream().map(Ratio::title).toList())
                .row(
                        "ratio",
                        "geometric mean of the rounds' ratios",
                        ratios.stream()
                                .map(ratio ->
                                        Cell.of(Numbers.of(ratio.interval().estimate())))
                                .toList())
                .row(
                        INTERVAL,
                        "holds the ratio with a confidence of 90 %, by Student's t on the logarithms",
                        ratios.stream()
                                .map(ratio -> Cell.of(text(ratio.interval())))
                                .toList())
                .row(
                        "change",
                        "the ratio as a change in per cent; coloured where the interval does not hold 1",
                        ratios.stream().map(Ratios::change).toList())
                .row(
                        "rounds",
                        "ratios behind it",
                        ratios.stream()
                                .map(ratio -> Cell.of("" + ratio.interval().count()))
                                .toList())
                .row(
                        "says",
                        "inconclusive: the interval is wider than 25 % to a side; noisy: others used the machine in its runs",
                        ratios.stream().map(ratio -> Cell.of(says(ratio))).toList())
                .turned()
                .build();
    }

    /** The bounds as printed. */
    static String text(Interval interval) {
        return Double.isNaN(interval.lower())
                ? "none"
                : Numbers.of(interval.lower()) + " to " + Numbers.of(interval.upper());
    }

    private static Cell change(Ratio ratio) {
        double percent = (ratio.interval().estimate() - 1) * 100;
        String text = Numbers.change(percent);
        return holdsOne(ratio) ? new Cell(text, Tone.PLAIN) : Cell.change(percent, ratio.lowerIsBetter(), text);
    }

    private static boolean holdsOne(Ratio ratio) {
        return !(ratio.interval().lower() > 1 || ratio.interval().upper() < 1);
    }

    private static String says(Ratio ratio) {
        if (ratio.noisy()) {
            return "noisy";
        }
        if (ratio.inconclusive()) {
            return "inconclusive";
        }
        if (holdsOne(ratio)) {
            return "no difference";
        }
        return ratio.interval().upper() < 1 == ratio.lowerIsBetter() ? "better" : "worse";
    }
}
