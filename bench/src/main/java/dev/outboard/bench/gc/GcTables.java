package dev.outboard.bench.gc;

import dev.outboard.bench.gc.GcChange.Metric;
import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.report.Table.Cell;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The tables of a {@link GcReport}. No state; any thread. */
final class GcTables {
    private GcTables() {}

    /** All figures of a cell, one column for each arm. */
    static Table figures(GcReport report, GcCell cell) {
        List<GcSummary> summaries = report.summaries(cell.id());
        boolean open = summaries.stream().anyMatch(summary -> summary.latency() != null);
        boolean stalls = summaries.stream().anyMatch(summary -> summary.stalls() > 0);
        Rows rows = new Rows(summaries, caption(cell));
        if (open) {
            latency(rows);
        }
        rows.row(
                "messages/s",
                "encoded, in flight, decoded and found equal; median of the runs",
                s -> figure(s.messagesPerSecond()));
        rows.row(
                "failed messages",
                "refused for want of native memory: what an alert would count as out of memory",
                s -> Numbers.of(s.failed()));
        pauses(rows);
        if (stalls) {
            rows.row(
                    "stalls", "times that a worker waited for the collector's concurrent work", s -> count(s.stalls()));
            rows.row(
                    "stalled, ms/s",
                    "what those took, over all threads; median of the runs",
                    s -> figure(s.stalledMillisPerSecond()));
        }
        costs(rows);
        memory(rows);
        return rows.table();
    }

    private static String caption(GcCell cell) {
        return cell.id() + ": " + cell.conditions().text()
                + (cell.rounds() == 1 ? "; one run per arm." : "; interleaved rounds: " + cell.rounds() + ".");
    }

    private static void latency(Rows rows) {
        rows.row("latency p50, ms", "from the time at which a message was due to its end", s -> latency(s, 50));
        rows.row("latency p99, ms", "likewise: a pause counts against all that was due in it", s -> latency(s, 99));
        rows.row("latency p99.9, ms", "likewise", s -> latency(s, 99.9));
    }

    private static void pauses(Rows rows) {
        rows.row("pauses", "of every kind, over all runs: young, mixed, remark, cleanup, full", s -> count(s.pauses()));
        rows.row("pauses/s", "of every kind; median of the runs", s -> figure(s.pausesPerSecond()));
        rows.row("pause p50, ms", "median of all runs' pauses", s -> pause(s, s.p50Millis()));
        rows.row("pause P95, ms", "nearest rank over all runs' pauses", s -> pause(s, s.p95Millis()));
        rows.row("pause P99, ms", "nearest rank over all runs' pauses", s -> pause(s, s.p99Millis()));
        rows.row("pause P99 per run, ms", "median of the runs' own P99", s -> pause(s, s.p99PerRunMillis()));
        rows.row("pause max, ms", "longest of all runs", s -> pause(s, s.maxMillis()));
        rows.row("full collections", "among the pauses", s -> count(s.fullCollections()));
        rows.row(
                "stopped, ms/s",
                "time in which every thread stood still, safepoints of any kind; median of the runs. Faster arms collect"
                        + " more often",
                s -> figure(s.stoppedMillisPerSecond()));
    }

    private static void costs(Rows rows) {
        rows.row(
                "GC CPU, ms/s",
                "user and system time of all GC threads in pauses; median of the runs",
                s -> figure(s.gcCpuMillisPerSecond()));
        rows.row("GC CPU, ms per million", "the same, per million messages", s -> figure(s.gcCpuMillisPerMillion()));
        rows.row(
                "GC threads, ms per million",
                "CPU time of the collector's threads, in pauses and between them, per million messages; to 10 ms",
                s -> figure(s.collectorMillisPerMillion()));
        rows.row(
                "Cleaners, ms per million",
                "CPU time of the threads that run finalizers and Cleaners, per million messages; to 10 ms",
                s -> figure(s.referenceMillisPerMillion()));
        rows.row(
                "CPU, ms per million",
                "of the whole process, finalizers and Cleaners included, per million messages; median of the runs",
                s -> figure(s.cpuMillisPerMillion()));
        rows.row(
                "finalizable, per collection",
                "FinalReferences that a young collection discovers, on average",
                s -> figure(s.finalsPerCollection()));
        rows.row(
                "phantom, per collection",
                "PhantomReferences (Cleaners) that a young collection discovers, on average",
                s -> figure(s.phantomsPerCollection()));
    }

    private static void memory(Rows rows) {
        rows.row(
                "native memory, MiB",
                "most that the arm held from the system for its frames, sampled every 10 ms",
                s -> Numbers.mib(s.nativeMaxBytes()));
        rows.row(
                "direct buffers",
                "most that the JVM counted, sampled every 10 ms; arenas' memory is among them",
                s -> Numbers.of(s.directMaxBuffers()));
        rows.row("direct memory, MiB", "most bytes in them", s -> Numbers.mib(s.directMaxBytes()));
        rows.row(
                "RSS, MiB",
                "resident set at the end of a run, heap included; median of the runs",
                s -> Numbers.mib(s.residentBytes()));
    }

    /** From each arm to {@code to}, with intervals. */
    static Table changes(GcReport report, GcCell cell, GcArm to) {
        List<GcChange> changes = report.changes(cell.id(), to);
        List<GcArm> from = changes.stream().map(GcChange::from).distinct().toList();
        Table.Builder table = Table.of(
                cell.id() + ": from each arm to " + to.id() + (to == GcReports.LITERAL ? ", the literal migration" : "")
                        + ". Mean of the pairs with the interval that holds it with a confidence of 90 %.",
                from.stream().map(GcArm::id).toList());
        for (Metric metric : Metric.values()) {
            List<Cell> cells = from.stream()
                    .map(arm -> changes.stream()
                            .filter(change -> change.from() == arm && change.metric() == metric)
                            .findFirst()
                            .map(change -> Cell.change(change.percent(), metric.isLowerBetter(), text(change)))
                            .orElse(Cell.of("none")))
                    .toList();
            table.row(metric.title(), metric.definition(), cells);
        }
        return table.build();
    }

    /** What the literal migration and the change of the codec alone bring, in a sentence each. */
    static List<String> findings(GcReport report) {
        List<GcChange> p99 = report.changes().stream()
                .filter(change -> change.cell().equals(GcCell.CLOSED) && change.metric() == Metric.PAUSE_P99)
                .filter(change -> change.to() == GcReports.LITERAL || change.from() == GcArm.UNSAFE_POOLED)
                .toList();
        return p99.stream()
                .map(change -> {
                    String messages = report.change(
                                    change.cell(), change.from(), change.to(), Metric.MESSAGES_PER_SECOND)
                            .map(GcChange::text)
                            .orElse("unknown");
                    return change.from().id() + " to " + change.to().id() + ": pause P99 " + change.text() + ", "
                            + outcome(change) + "; messages per second " + messages + ".";
                })
                .toList();
    }

    private static String outcome(GcChange change) {
        if (Double.isNaN(change.upperPercent())) {
            return "one pair, which decides nothing";
        }
        if (change.upperPercent() < 0) {
            return "a gain";
        }
        return change.interval().lower() > 1 ? "a loss" : "no gain that could be told from none";
    }

    private static String text(GcChange change) {
        return change.text() + (change.noisy() ? " *" : "");
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
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** One table over the arms of a cell; those whose runs were disturbed have a star. */
    private static final class Rows {
        private final List<GcSummary> summaries;
        private final Table.Builder table;

        Rows(List<GcSummary> summaries, String caption) {
            this.summaries = summaries;
            this.table = Table.of(
                    caption,
                    summaries.stream()
                            .map(summary -> summary.arm().id() + (summary.noisyRuns() > 0 ? "*" : ""))
                            .toList());
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
