package dev.outboard.bench.gc;

import dev.outboard.bench.report.Chart;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.run.Stats;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Puts a {@link GcReport} into tables and charts, for every kind of output alike. No state; any thread. */
public final class GcSection {
    private GcSection() {}

    /** The report as a reader sees it. */
    public static Section of(GcReport report) {
        List<Table> tables = new ArrayList<>();
        for (GcCell cell : report.plan().cells()) {
            tables.add(GcTables.figures(report, cell));
            // One pair is no interval, and an open load's figures are in the table.
            if (cell.rounds() > 1 || cell.conditions().isClosed()) {
                for (GcArm to : List.of(GcReports.CANDIDATE, GcReports.LITERAL)) {
                    if (!report.changes(cell.id(), to).isEmpty()) {
                        tables.add(GcTables.changes(report, cell, to));
                    }
                }
            }
        }
        if (report.plan().cell(GcCell.CLOSED).isPresent()) {
            tables.add(GcClaims.table(report));
        }
        List<String> findings = new ArrayList<>(List.of(report.cause()));
        findings.addAll(GcTables.findings(report));
        return new Section(
                "gc",
                "A. GC pauses",
                question(report.plan()),
                failures(report),
                tables,
                charts(report),
                findings,
                notes(report));
    }

    private static String question(GcPlan plan) {
        return "What does the ownership of message memory cost the collector? One JVM per run, heap "
                + GcPlan.HEAP_MIB + " MiB with " + GcPlan.YOUNG_MIB + " MiB young where that is fixed, live set "
                + plan.liveMib()
                + " MiB, two workers, 1,024 messages in flight; every message is made, encoded, decoded"
                + " again and compared. Arms differ in nothing but who owns the memory that a message is encoded into.";
    }

    private static List<Chart> charts(GcReport report) {
        List<Chart> charts = new ArrayList<>(sideBySide(report));
        for (GcCell cell : report.plan().cells()) {
            if (cell.conditions().isClosed()) {
                charts.add(new Chart.Percentiles(
                        "Pauses, " + cell.id(),
                        "ms",
                        report.summaries(cell.id()).stream()
                                .map(s -> line(report, s))
                                .toList()));
                charts.add(new Chart.Timeline(
                        "Pauses at their times, " + cell.id() + ", the first run of each arm",
                        "ms",
                        false,
                        report.summaries(cell.id()).stream()
                                .flatMap(summary ->
                                        runs(report, summary).stream().limit(1))
                                .map(GcSection::track)
                                .toList()));
            }
        }
        String first = report.plan().cells().get(0).id();
        charts.add(bars(report, first, "GC CPU per million messages", "ms", GcRun::gcCpuMillisPerMillion));
        report.plan().cells().stream()
                .filter(cell -> cell.conditions().isClosed())
                .forEach(cell -> charts.add(
                        bars(report, cell.id(), "Messages per second", "messages/s", GcRun::messagesPerSecond)));
        charts.add(bars(
                report,
                first,
                "Native memory, most",
                "MiB",
                run -> run.memory().nativeMaxBytes() / (double) (1 << 20)));
        return charts;
    }

    /** The changes that the check is about and the literal ones, cell by cell: collectors, JDKs and loads beside each other. */
    private static List<Chart> sideBySide(GcReport report) {
        List<Chart> charts = new ArrayList<>();
        for (GcArm to : List.of(GcReports.CANDIDATE, GcReports.LITERAL)) {
            for (GcChange.Metric metric : List.of(GcChange.Metric.PAUSE_P99, GcChange.Metric.MESSAGES_PER_SECOND)) {
                List<GcChange> changes = report.changes().stream()
                        .filter(change -> change.metric() == metric && change.to() == to)
                        .filter(change -> GcCheck.FROM.contains(change.from()))
                        .filter(change -> report.plan()
                                .cell(change.cell())
                                .filter(cell ->
                                        cell.rounds() > 1 && cell.conditions().isClosed())
                                .isPresent())
                        .toList();
                if (changes.stream().map(GcChange::cell).distinct().count() > 1) {
                    charts.add(new Chart.Intervals(
                            capital(metric.title()) + ", to " + to.id() + ", cell by cell",
                            "1: no difference",
                            changes.stream().map(GcSection::estimate).toList()));
                }
            }
        }
        return charts;
    }

    private static Chart.Estimate estimate(GcChange change) {
        return new Chart.Estimate(
                change.cell() + ", from " + change.from().id(),
                change.metric().isLowerBetter(),
                change.interval().estimate(),
                change.interval().lower(),
                change.interval().upper());
    }

    private static String capital(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }

    private static Chart.Line line(GcReport report, GcSummary summary) {
        double[] pauses = runs(report, summary).stream()
                .flatMap(run -> run.pauses().millis().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        return Chart.Line.of(summary.arm().id(), summary.arm().isLegacy(), pauses);
    }

    private static Chart.Track track(GcRun run) {
        List<Chart.Moment> moments = new ArrayList<>();
        for (int i = 0; i < run.pauses().millis().size(); i++) {
            moments.add(new Chart.Moment(
                    run.pauses().atSeconds().get(i), run.pauses().millis().get(i)));
        }
        return new Chart.Track(run.arm().id(), run.arm().isLegacy(), moments);
    }

    private static Chart bars(GcReport report, String cell, String title, String unit, ToDoubleFunction<GcRun> value) {
        List<Chart.Bar> bars = new ArrayList<>();
        for (GcSummary summary : report.summaries(cell)) {
            Stats.Spread spread = Stats.spread(
                    runs(report, summary).stream().mapToDouble(value).toArray());
            bars.add(Chart.Bar.of(summary.arm().id(), summary.arm().isLegacy(), spread));
        }
        return new Chart.Bars(title + ", " + cell, unit, bars);
    }

    private static List<GcRun> runs(GcReport report, GcSummary summary) {
        return report.runs().stream()
                .filter(run -> run.cell().equals(summary.cell()) && run.arm() == summary.arm() && run.error() == null)
                .toList();
    }

    private static List<String> failures(GcReport report) {
        return report.runs().stream()
                .filter(run -> !run.valid())
                .map(GcReports::failure)
                .toList();
    }

    private static List<String> notes(GcReport report) {
        List<String> notes = new ArrayList<>(report.notes());
        report.plan().arms().forEach(arm -> notes.add(arm.id() + ": " + arm.description()));
        notes.add("JDK " + report.jdk() + ", the same flags for every arm of "
                + report.plan().cells().get(0).id() + ": " + String.join(" ", report.jvmFlags()));
        return notes;
    }
}
