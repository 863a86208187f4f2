package dev.outboard.bench.broadcast;

import dev.outboard.bench.report.Chart;
import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Page;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.report.Table.Cell;
import dev.outboard.bench.run.Stats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A {@link CompareReport} as a reader sees it. No state; any thread. */
final class CompareSection {
    private static final double MIB = 1 << 20;
    /** More contenders than this do not fit across a page. */
    private static final int MOST_COLUMNS = 4;

    private CompareSection() {}

    /** The report as a page. */
    static Page page(CompareReport report) {
        return new Page(
                "Outboard: ways of fanning out",
                "One group broadcast server, its modes side by side, whichever way the figures point. Run it again with"
                        + " ./outboard im compare --modes "
                        + String.join(",", report.plan().modes()) + " --pairs "
                        + report.plan().pairs() + ".",
                report.created(),
                report.environment(),
                List.of(),
                List.of(of(report)));
    }

    /** Tables, charts and notes of a report. */
    static Section of(CompareReport report) {
        final ComparePlan plan = report.plan();
        return new Section(
                "compare",
                "Modes of the broadcast server",
                "What does it cost to take a message to every member of a group? " + Numbers.of(plan.connections())
                        + " real connections, " + plan.groups() + " groups of " + plan.groupSize() + ", codec "
                        + plan.codec() + ", transport " + report.transport()
                        + "; server and load in JVMs of their own on the same machine, the servers' flags identical ("
                        + String.join(" ", plan.serverFlags()) + "). JDK "
                        + report.environment().jdk() + ". Figures are medians of " + plan.pairs()
                        + " interleaved rounds; ratios are to " + base(plan)
                        + "'s run of the same round, their median and the bounds between which it lies, each with a"
                        + " confidence of 90 %.",
                failures(report),
                plan.cells().stream().map(cell -> table(report, cell, true)).toList(),
                charts(report),
                findings(report),
                notes(report));
    }

    /** What every mode did under that load, and its ratios to the first mode where asked for. */
    static Table table(CompareReport report, CompareCell cell, boolean ratios) {
        final List<Column> columns = columns(cell);
        final Table.Builder table =
                Table.of(caption(report.plan(), cell), report.plan().modes());
        table.row(
                "checks", "whether books, contents and promised order were right in every round", checks(report, cell));
        for (Column column : columns) {
            table.row(column.name, column.definition, cells(report, mode -> column.text(report.counted(mode, cell))));
            if (ratios) {
                table.row(
                        column.name.replaceFirst(",.*", "") + ", ratio",
                        "round by round, to " + base(report.plan()) + "; * where all rounds were noisy",
                        cells(
                                report,
                                mode -> ratio(report, cell, mode, column.figure).text()));
            }
        }
        table.row(
                "drops",
                "recipients that the server gave up, all rounds together, by reason",
                cells(report, mode -> drops(report.runs(mode, cell))));
        table.row(
                "out of order",
                "deliveries that came before an earlier one of their group, all rounds together; a failure where the"
                        + " mode promises order",
                cells(
                        report,
                        mode -> Numbers.of(report.runs(mode, cell).stream()
                                .mapToLong(CompareRun::outOfOrder)
                                .sum())));
        return report.plan().modes().size() > MOST_COLUMNS ? table.turned().build() : table.build();
    }

    private static String caption(ComparePlan plan, CompareCell cell) {
        return switch (cell) {
            case CLOSED ->
                "Closed loop: " + plan.outstanding() + " messages of " + plan.textChars() + " characters under way, "
                        + Numbers.of((long) plan.outstanding() * plan.groupSize()) + " deliveries";
            case OPEN -> open(plan) + ", everybody reads";
            case STALLED -> open(plan) + ", " + Numbers.of(plan.stalled()) + " connections do not read";
        };
    }

    private static String open(ComparePlan plan) {
        return "Open loop: " + plan.rate() + " messages of " + plan.openTextChars() + " characters a second, "
                + Numbers.of((long) plan.rate() * plan.groupSize()) + " deliveries";
    }

    private record Column(String name, String definition, ToDoubleFunction<CompareRun> figure, double unit) {
        String text(List<CompareRun> runs) {
            return Numbers.of(Stats.median(runs.stream().mapToDouble(figure).toArray()) / unit);
        }
    }

    private static List<Column> columns(CompareCell cell) {
        final List<Column> columns = new ArrayList<>();
        columns.add(new Column(
                "goodput, deliveries/s",
                "deliveries that those who read received and the load verified in the window, per second; drops are no"
                        + " goodput",
                run -> run.figures().goodputPerSecond(),
                1));
        if (cell != CompareCell.CLOSED) {
            columns.add(new Column(
                    "p50, ms",
                    "from the intended send time to the delivery, of those who read",
                    run -> run.figures().p50Millis(),
                    1));
            columns.add(new Column(
                    "p99, ms",
                    "from the intended send time to the delivery, of those who read",
                    run -> run.figures().p99Millis(),
                    1));
        }
        columns.add(new Column(
                "RSS above idle, MiB",
                "resident set of the server in the window (median of the samples) less that of the same server with all"
                        + " groups joined, before the first message",
                run -> run.figures().aboveIdleBytes(),
                MIB));
        columns.add(new Column(
                "RSS high-water above idle, MiB",
                "the kernel's high-water mark of the resident set, less the same idle server",
                run -> run.figures().maxAboveIdleBytes(),
                MIB));
        columns.add(new Column(
                "threads",
                "kernel threads of the server, median in the window",
                run -> run.figures().threads(),
                1));
        columns.add(new Column(
                "CPU, us/delivery",
                "processor time of the server's process in the window, over the goodput",
                run -> run.figures().cpuMicrosPerDelivery(),
                1));
        columns.add(new Column(
                "heap, bytes/delivery",
                "allocated by the server's threads in the window, over the goodput; before JDK 21 without threads that"
                        + " have ended",
                run -> run.figures().heapBytesPerDelivery(),
                1));
        return columns;
    }

    private static CompareRatio ratio(
            CompareReport report, CompareCell cell, String mode, ToDoubleFunction<CompareRun> figure) {
        return CompareRatio.of(report.runs(mode, cell), report.runs(base(report.plan()), cell), figure);
    }

    private static String base(ComparePlan plan) {
        return plan.modes().get(0);
    }

    private static List<Cell> checks(CompareReport report, CompareCell cell) {
        return report.plan().modes().stream()
                .map(mode -> report.runs().stream()
                                .allMatch(run -> !run.mode().equals(mode) || run.cell() != cell || run.error() == null)
                        ? Cell.of("passed")
                        : new Cell("FAILED", Table.Tone.FAILED))
                .toList();
    }

    private static List<Cell> cells(CompareReport report, Function<String, String> text) {
        return report.plan().modes().stream().map(text).map(Cell::of).toList();
    }

    private static String drops(List<CompareRun> runs) {
        final Map<String, Long> sum = new TreeMap<>();
        runs.forEach(run -> run.drops().forEach((reason, count) -> sum.merge(reason, count, Long::sum)));
        sum.values().removeIf(count -> count == 0);
        if (sum.isEmpty()) {
            return "0";
        }
        final List<String> texts = new ArrayList<>();
        sum.forEach((reason, count) -> texts.add(reason + " " + Numbers.of(count)));
        return String.join(", ", texts);
    }

    private static List<String> failures(CompareReport report) {
        return report.runs().stream()
                .filter(run -> run.error() != null)
                .map(run -> run.mode() + ", " + run.cell().id() + ", round " + (run.round() + 1) + ": " + run.error())
                .toList();
    }

    private static List<Chart> charts(CompareReport report) {
        final List<Chart> charts = new ArrayList<>();
        for (CompareCell cell : report.plan().cells()) {
            final Spoke spoke = new Spoke(cell.id(), cell, report.plan());
            if (cell == CompareCell.CLOSED) {
                charts.add(bars(
                        report,
                        spoke,
                        "goodput",
                        "deliveries/s",
                        run -> run.figures().goodputPerSecond()));
            } else {
                charts.add(bars(report, spoke, "p99", "ms", run -> run.figures().p99Millis()));
            }
            charts.add(bars(
                    report, spoke, "RSS above idle", "MiB", run -> run.figures().aboveIdleBytes() / MIB));
        }
        return charts;
    }

    /** A bar for each mode. */
    static Chart bars(
            CompareReport report, Spoke spoke, String what, String unit, ToDoubleFunction<CompareRun> figure) {
        return new Chart.Bars(
                what + ", " + spoke.id(),
                unit,
                report.plan().modes().stream()
                        .map(mode -> Chart.Bar.of(
                                mode,
                                mode.equals(base(report.plan())),
                                Stats.spread(report.counted(mode, spoke.cell()).stream()
                                        .mapToDouble(figure)
                                        .toArray())))
                        .toList());
    }

    private static List<String> findings(CompareReport report) {
        final List<String> findings = new ArrayList<>();
        final String base = base(report.plan());
        for (String mode : report.plan().modes()) {
            if (!mode.equals(base)) {
                findings.add(mode + ": goodput "
                        + ratio(
                                        report,
                                        CompareCell.CLOSED,
                                        mode,
                                        run -> run.figures().goodputPerSecond())
                                .text()
                        + " times " + base + "'s, RSS above idle "
                        + ratio(
                                        report,
                                        CompareCell.CLOSED,
                                        mode,
                                        run -> run.figures().aboveIdleBytes())
                                .text()
                        + " times.");
            }
        }
        if (report.plan().stalled() > 0) {
            for (String mode : report.plan().modes()) {
                findings.add(mode + ", with members who do not read: "
                        + (mode.equals(base)
                                ? ""
                                : "RSS above idle "
                                        + ratio(
                                                        report,
                                                        CompareCell.STALLED,
                                                        mode,
                                                        run -> run.figures().aboveIdleBytes())
                                                .text()
                                        + " times " + base + "'s; ")
                        + "p99 of the others "
                        + CompareRatio.of(
                                        report.runs(mode, CompareCell.STALLED),
                                        report.runs(mode, CompareCell.OPEN),
                                        run -> run.figures().p99Millis())
                                .text()
                        + " times what it is where all read.");
            }
        }
        return findings;
    }

    private static List<String> notes(CompareReport report) {
        final List<String> notes = new ArrayList<>();
        final long dropped =
                report.runs().stream().filter(CompareRun::isDropped).count();
        notes.add("Drop rule, fixed before the run: a run is left out where others used more than 0.2 cores, processes"
                + " outside this program and the hypervisor together. Where that leaves nothing, all runs are quoted and"
                + " marked with *. Here " + dropped + " of " + report.runs().size() + " runs are dropped.");
        final long saturated =
                report.runs().stream().filter(CompareRun::generatorSaturated).count();
        if (saturated > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "In %d of %d runs the load itself was at its limit: the server could have done more.",
                    saturated,
                    report.runs().size()));
        }
        notes.add("Load and server share the machine: what a cheaper mode leaves over, the load uses.");
        return notes;
    }
}
