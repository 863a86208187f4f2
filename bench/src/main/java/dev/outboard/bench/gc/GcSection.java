package dev.outboard.bench.gc;

import dev.outboard.bench.report.Chart;
import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.report.Table.Cell;
import dev.outboard.bench.run.Stats;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Puts a {@link GcReport} into tables and charts, for every kind of output alike. No state; any thread. */
public final class GcSection {
    private GcSection() {}

    /** The report as a reader sees it. */
    public static Section of(GcReport report) {
        List<Table> tables = new ArrayList<>();
        tables.add(closed(report));
        if (!report.changes().isEmpty()) {
            tables.add(changes(report));
        }
        if (!report.summaries(GcCell.OPEN).isEmpty()) {
            tables.add(open(report));
        }
        if (!report.summaries(GcCell.LIMITED).isEmpty()) {
            tables.add(limited(report));
        }
        tables.add(GcClaims.table(report));
        return new Section(
                "gc",
                "A. GC pauses",
                question(report.plan()),
                failures(report),
                tables,
                charts(report),
                List.of(report.cause()),
                notes(report));
    }

    private static String question(GcPlan plan) {
        return "What does the ownership of message memory cost the collector? One JVM per run, G1, heap "
                + GcPlan.HEAP_MIB + " MiB with " + GcPlan.YOUNG_MIB + " MiB young, live set " + plan.liveMib()
                + " MiB, two workers, 1,024 messages in flight; every message is made, encoded into memory outside the"
                + " heap, decoded again and compared. Arms differ in nothing but who owns that memory.";
    }

    private static Table closed(GcReport report) {
        Rows rows = new Rows(
                report.summaries(GcCell.CLOSED),
                "Closed load: two workers flat out, interleaved rounds: "
                        + report.plan().pairs() + ".");
        rows.row("pauses", "of every kind, over all runs: young, mixed, remark, cleanup, full", s -> count(s.pauses()));
        rows.row("pause p50, ms", "median of all runs' pauses", s -> pause(s, s.p50Millis()));
        rows.row("pause P95, ms", "nearest rank over all runs' pauses", s -> pause(s, s.p95Millis()));
        rows.row("pause P99, ms", "nearest rank over all runs' pauses", s -> pause(s, s.p99Millis()));
        rows.row("pause P99 per run, ms", "median of the runs' own P99", s -> pause(s, s.p99PerRunMillis()));
        rows.row("pause max, ms", "longest of all runs", s -> pause(s, s.maxMillis()));
        rows.row("full collections", "among the pauses", s -> count(s.fullCollections()));
        rows.row(
                "GC CPU, ms per million",
                "user and system time of all GC threads in pauses, per million messages; median of the runs",
                s -> figure(s.gcCpuMillisPerMillion()));
        rows.row(
                "CPU, ms per million",
                "of the whole process, finalizers and Cleaners included, per million messages; median of the runs",
                s -> figure(s.cpuMillisPerMillion()));
        rows.row(
                "stopped",
                "share of the time in which every thread stood still, safepoints of any kind; median of the runs."
                        + " Faster arms collect more often",
                s -> Numbers.percent(s.stoppedShare()));
        rows.row(
                "messages/s",
                "encoded, in flight, decoded and found equal; median of the runs",
                s -> figure(s.messagesPerSecond()));
        rows.row(
                "native memory, MiB",
                "most that the arm held from the system for its frames, sampled every 10 ms",
                s -> Numbers.mib(s.nativeMaxBytes()));
        rows.row(
                "finalizable, per collection",
                "FinalReferences that a young collection discovers, on average",
                s -> figure(s.finalsPerCollection()));
        rows.row(
                "phantom, per collection",
                "PhantomReferences (Cleaners) that a young collection discovers, on average",
                s -> figure(s.phantomsPerCollection()));
        rows.row(
                "RSS, MiB",
                "resident set at the end of a run, heap included; median of the runs",
                s -> Numbers.mib(s.residentBytes()));
        return rows.table();
    }

    private static Table changes(GcReport report) {
        List<GcArm> from =
                report.changes().stream().map(GcChange::from).distinct().toList();
        Table.Builder table = Table.of(
                "From each arm to safe-pooled: median of the pairs (least to greatest).",
                from.stream().map(GcArm::id).toList());
        for (GcChange.Metric metric : GcChange.Metric.values()) {
            boolean lowerIsBetter = metric != GcChange.Metric.MESSAGES_PER_SECOND;
            List<Cell> cells = from.stream()
                    .map(arm -> report.changes().stream()
                            .filter(change -> change.from() == arm && change.metric() == metric)
                            .findFirst()
                            .map(change ->
                                    Cell.change(change.medianPercent(), lowerIsBetter, Numbers.change(spread(change))))
                            .orElse(Cell.of("")))
                    .toList();
            table.row(metric.title(), metric.definition(), cells);
        }
        return table.build();
    }

    private static Table open(GcReport report) {
        Rows rows = new Rows(
                report.summaries(GcCell.OPEN),
                "Open load: " + Numbers.of((long) report.plan().openRatePerSecond())
                        + " messages/s offered, one run per arm.");
        latency(rows);
        rows.row("pause P99, ms", "nearest rank over all runs' pauses", s -> pause(s, s.p99Millis()));
        return rows.table();
    }

    private static Table limited(GcReport report) {
        Rows rows = new Rows(
                report.summaries(GcCell.LIMITED),
                "The same with " + report.plan().limitMib() + " MiB of native memory at the most, one run per arm.");
        rows.row(
                "failed messages",
                "refused for want of native memory: what an alert would count as out of memory",
                s -> Numbers.of(s.failed()));
        rows.row("full collections", "among the pauses", s -> count(s.fullCollections()));
        rows.row("pause P99, ms", "nearest rank over all runs' pauses", s -> pause(s, s.p99Millis()));
        latency(rows);
        rows.row(
                "native memory, MiB",
                "most that the arm held from the system for its frames, sampled every 10 ms",
                s -> Numbers.mib(s.nativeMaxBytes()));
        return rows.table();
    }

    private static void latency(Rows rows) {
        rows.row("latency p50, ms", "from the time at which a message was due to its end", s -> latency(s, 50));
        rows.row("latency p99, ms", "likewise: a pause counts against all that was due in it", s -> latency(s, 99));
        rows.row("latency p99.9, ms", "likewise", s -> latency(s, 99.9));
        rows.row(
                "messages/s",
                "encoded, in flight, decoded and found equal; median of the runs",
                s -> figure(s.messagesPerSecond()));
    }

    private static List<Chart> charts(GcReport report) {
        List<GcSummary> closed = report.summaries(GcCell.CLOSED);
        return List.of(
                new Chart.Percentiles(
                        "Pauses under closed load",
                        "ms",
                        closed.stream().map(s -> line(report, s)).toList()),
                bars(report, "GC CPU per million messages", "ms", GcRun::gcCpuMillisPerMillion),
                bars(report, "Messages per second", "messages/s", GcRun::messagesPerSecond),
                bars(report, "Native memory, most", "MiB", run -> run.memory().nativeMaxBytes() / (double) (1 << 20)));
    }

    private static Chart.Line line(GcReport report, GcSummary summary) {
        double[] pauses = runs(report, summary).stream()
                .flatMap(run -> run.pauses().millis().stream())
                .mapToDouble(Double::doubleValue)
                .toArray();
        return Chart.Line.of(summary.arm().id(), summary.arm().isLegacy(), pauses);
    }

    private static Chart bars(GcReport report, String title, String unit, ToDoubleFunction<GcRun> value) {
        List<Chart.Bar> bars = new ArrayList<>();
        for (GcSummary summary : report.summaries(GcCell.CLOSED)) {
            Stats.Spread spread = Stats.spread(
                    runs(report, summary).stream().mapToDouble(value).toArray());
            bars.add(Chart.Bar.of(summary.arm().id(), summary.arm().isLegacy(), spread));
        }
        return new Chart.Bars(title, unit, bars);
    }

    private static List<GcRun> runs(GcReport report, GcSummary summary) {
        return report.runs().stream()
                .filter(run -> run.cell() == summary.cell() && run.arm() == summary.arm() && run.error() == null)
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
        for (GcSummary summary : report.summaries(GcCell.CLOSED)) {
            notes.add(summary.arm().id() + ": " + summary.arm().description());
        }
        notes.add("JDK " + report.jdk() + ", the same flags for every arm: " + String.join(" ", report.jvmFlags()));
        return notes;
    }

    private static Stats.Spread spread(GcChange change) {
        return Stats.spread(change.perPairPercent().stream()
                .mapToDouble(Double::doubleValue)
                .toArray());
    }

    private static String latency(GcSummary summary, double percentile) {
        GcRun.Latency latency = summary.latency();
        if (latency == null) {
            return Numbers.of(Double.NaN);
        }
        return figure(
                percentile == 50 ? latency.p50Millis() : percentile == 99 ? latency.p99Millis() : latency.p999Millis());
    }

    private static String pause(GcSummary summary, double millis) {
        return summary.pauses() == 0 ? "none" : figure(millis);
    }

    private static String figure(double value) {
        return Numbers.of(value);
    }

    private static String count(long value) {
        return Numbers.of(value);
    }

    /** One table over the arms of a cell. */
    private static final class Rows {
        private final List<GcSummary> summaries;
        private final Table.Builder table;

        Rows(List<GcSummary> summaries, String caption) {
            this.summaries = summaries;
            this.table = Table.of(
                    caption,
                    summaries.stream().map(summary -> summary.arm().id()).toList());
        }

        void row(String name, String definition, Function<GcSummary, String> value) {
            table.row(
                    name,
                    definition,
                    summaries.stream()
                            .map(summary -> summary.valid()
                                    ? Cell.of(value.apply(summary))
                                    : new Cell("FAILED", Table.Tone.FAILED))
                            .toList());
        }

        Table table() {
            return table.build();
        }
    }
}
