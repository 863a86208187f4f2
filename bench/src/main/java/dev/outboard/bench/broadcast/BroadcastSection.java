package dev.outboard.bench.broadcast;

import dev.outboard.bench.report.Chart;
import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.report.Table.Cell;
import dev.outboard.bench.report.Table.Tone;
import dev.outboard.bench.run.Noise;
import dev.outboard.bench.run.Stats;
import dev.outboard.bench.run.Stats.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A {@link BroadcastReport} as a reader sees it. No state; any thread. */
public final class BroadcastSection {
    private static final double MIB = 1 << 20;

    private BroadcastSection() {}

    /** Tables, charts and notes of a report. */
    public static Section of(BroadcastReport report) {
        final BroadcastPlan plan = report.plan();
        final List<Table> tables = new ArrayList<>();
        tables.add(closed(report));
        if (report.runs().stream().anyMatch(run -> run.cell() == BroadcastCell.OPEN)) {
            tables.add(open(report));
        }
        tables.add(BroadcastClaims.table(report));
        return new Section(
                "broadcast",
                "B. Group broadcast",
                "What does a fixed pool that encodes once do for a broadcast server, against a blocking task per"
                        + " recipient? " + Numbers.of(plan.connections()) + " real connections, " + plan.groups()
                        + " groups of " + plan.groupSize() + ", " + plan.textChars() + " characters per message, codec "
                        + plan.codec() + ", transport " + report.transport()
                        + "; server and load in JVMs of their own on the same machine, the servers' flags identical."
                        + " JDK " + report.jdk() + ".",
                failures(report),
                tables,
                charts(report),
                List.of(),
                notes(report));
    }

    private static Table closed(BroadcastReport report) {
        final BroadcastPlan plan = report.plan();
        final Table.Builder table = Table.of(
                "Closed loop: " + plan.outstanding() + " broadcasts outstanding ("
                        + Numbers.of((long) plan.outstanding() * plan.groupSize()) + " pushes), " + report.pairs()
                        + " interleaved pairs, medians of the pairs",
                names());
        checks(table, report, BroadcastCell.CLOSED);
        final BroadcastCell cell = BroadcastCell.CLOSED;
        row(
                table,
                report,
                cell,
                "goodput, pushes/s",
                "deliveries that the client received and verified in the window"
                        + " (member, content, no duplicate), per second; drops are no goodput",
                run -> run.goodputPerSecond());
        row(
                table,
                report,
                cell,
                "broadcasts/s",
                "broadcasts of which every recipient was served or given up, per second",
                BroadcastRun::broadcastsPerSecond);
        latency(table, report, cell);
        mib(
                table,
                report,
                "RSS above idle, MiB",
                "resident set of the server process in the window (median of the samples)"
                        + " less the same with all connections open and all groups joined, before the first message",
                run -> run.server().aboveIdleBytes());
        mib(
                table,
                report,
                "RSS high-water above idle, MiB",
                "the kernel's high-water mark of the resident set, less the" + " same idle server",
                run -> run.server().maxAboveIdleBytes());
        mib(
                table,
                report,
                "RSS idle, MiB",
                "resident set of the idle server: what the two rows above were reduced by",
                run -> run.server().idleBytes());
        mib(
                table,
                report,
                "heap after GC, MiB",
                "live heap at the end, after a collection",
                run -> run.server().heapAfterGcBytes());
        mib(
                table,
                report,
                "ledger, MiB",
                "off-heap memory that the codec has from the system at the end, by its own account",
                run -> run.server().ledgerReservedBytes());
        row(
                table,
                report,
                cell,
                "threads",
                "kernel threads of the server, median in the window",
                run -> run.server().threads());
        table.row(
                "threads, most",
                "the most of all pairs",
                cells(
                        report,
                        runs -> Numbers.of(
                                spread(runs, run -> run.server().threadsMax()).max())));
        table.row(
                "drops",
                "recipients that the server gave up, all pairs together, by reason",
                cells(report, runs -> drops(runs)));
        table.row(
                "out of order",
                "deliveries that came before an earlier one of their group, all pairs together; a failure where the mode"
                        + " guarantees order",
                cells(
                        report,
                        runs -> Numbers.of(runs.stream()
                                .mapToLong(BroadcastRun::outOfOrder)
                                .sum())));
        table.row(
                "foreign CPU, cores",
                "cores that other processes used meanwhile, in the pair where they used most; above "
                        + Noise.NOISY_CORES + " a run is noisy",
                cells(
                        report,
                        runs -> Numbers.of(
                                spread(runs, BroadcastRun::foreignCores).max())));
        return table.build();
    }

    private static Table open(BroadcastReport report) {
        final BroadcastPlan plan = report.plan();
        final Table.Builder table = Table.of(
                "Open loop: " + plan.openBroadcastsPerSecond() + " broadcasts/s = "
                        + Numbers.of((long) plan.openBroadcastsPerSecond() * plan.groupSize())
                        + " pushes/s offered, one run of " + plan.openSeconds() + " s",
                names());
        checks(table, report, BroadcastCell.OPEN);
        row(
                table,
                report,
                BroadcastCell.OPEN,
                "delivered, pushes/s",
                "received and verified; more than was offered is a backlog caught up with",
                run -> run.goodputPerSecond());
        latency(table, report, BroadcastCell.OPEN);
        return table.build();
    }

    private static void latency(Table.Builder table, BroadcastReport report, BroadcastCell cell) {
        final boolean closed = cell == BroadcastCell.CLOSED;
        row(
                table,
                report,
                cell,
                closed ? "turnaround p50, ms" : "latency p50, ms",
                closed
                        ? "from the publication to the delivery; in a closed loop this is the outstanding pushes divided by"
                                + " the goodput (Little's law), not what a user at a lower load would see"
                        : "from the intended send time to the delivery at the client",
                run -> run.latency().p50Millis());
        row(
                table,
                report,
                cell,
                closed ? "turnaround p99, ms" : "latency p99, ms",
                closed ? "the same, 99 of 100" : "the same, 99 of 100; a late sender makes it worse, not better",
                run -> run.latency().p99Millis());
    }

    private static List<Chart> charts(BroadcastReport report) {
        return List.of(
                bars(report, BroadcastCell.CLOSED, "Goodput, closed loop", "pushes/s", BroadcastRun::goodputPerSecond),
                bars(
                        report,
                        BroadcastCell.CLOSED,
                        "Server RSS above idle",
                        "MiB",
                        run -> run.server().aboveIdleBytes() / MIB),
                bars(
                        report,
                        BroadcastCell.CLOSED,
                        "Server threads",
                        "threads",
                        run -> run.server().threads()),
                bars(
                        report,
                        BroadcastCell.OPEN,
                        "Latency p99, open loop",
                        "ms",
                        run -> run.latency().p99Millis()));
    }

    private static Chart bars(
            BroadcastReport report,
            BroadcastCell cell,
            String title,
            String unit,
            ToDoubleFunction<BroadcastRun> metric) {
        final List<Chart.Bar> bars = new ArrayList<>();
        for (BroadcastArm arm : BroadcastArm.values()) {
            bars.add(Chart.Bar.of(arm.id(), arm.isLegacy(), spread(report.runs(arm, cell), metric)));
        }
        return new Chart.Bars(title, unit, bars);
    }

    private static List<String> failures(BroadcastReport report) {
        return report.runs().stream()
                .filter(run -> !run.valid())
                .map(run -> run.arm().id() + ", " + run.cell().id() + ", pair " + (run.pair() + 1) + ": " + run.error())
                .toList();
    }

    private static List<String> notes(BroadcastReport report) {
        final List<String> notes = new ArrayList<>(report.notes());
        for (BroadcastRun run : report.runs()) {
            if (new Noise.Window(run.foreignCores(), run.stolenCores()).noisy()) {
                notes.add(String.format(
                        Locale.ROOT,
                        "Noisy: others took %.2f cores and the hypervisor %.2f during %s, %s, pair %d.",
                        run.foreignCores(),
                        run.stolenCores(),
                        run.arm().id(),
                        run.cell().id(),
                        run.pair() + 1));
            }
        }
        for (BroadcastRun run : report.runs()) {
            if (run.generatorSaturated()) {
                notes.add("The load was at its own limit during " + run.arm().id() + ", "
                        + run.cell().id() + ", pair " + (run.pair() + 1) + ": the server could have done more.");
            }
        }
        notes.add("The load runs on the same cores as the server and is the same for both modes: what a cheaper server"
                + " leaves over, the load uses, so that the goodput compares whole systems on this machine.");
        notes.add("No client reads slowly here: the difference in memory is larger where some do.");
        for (BroadcastArm arm : BroadcastArm.values()) {
            notes.add(arm.id() + ": " + arm.description() + ".");
        }
        notes.add("The same flags for every server: " + String.join(" ", report.serverFlags()) + "; for every load: "
                + String.join(" ", report.loadFlags()));
        return notes;
    }

    private static List<String> names() {
        final List<String> names = new ArrayList<>();
        for (BroadcastArm arm : BroadcastArm.values()) {
            names.add(arm.id());
        }
        return names;
    }

    private static void checks(Table.Builder table, BroadcastReport report, BroadcastCell cell) {
        final List<Cell> cells = new ArrayList<>();
        for (BroadcastArm arm : BroadcastArm.values()) {
            cells.add(cell(report, arm, cell, runs -> "ok"));
        }
        table.row(
                "checks",
                "every delivery verified, what the mode guarantees held, every recipient accounted for, both processes"
                        + " ended well",
                cells);
    }

    private static void row(
            Table.Builder table,
            BroadcastReport report,
            BroadcastCell cell,
            String name,
            String definition,
            ToDoubleFunction<BroadcastRun> metric) {
        final List<Cell> cells = new ArrayList<>();
        for (BroadcastArm arm : BroadcastArm.values()) {
            cells.add(cell(
                    report, arm, cell, runs -> Numbers.of(spread(runs, metric).median())));
        }
        table.row(name, definition, cells);
    }

    private static void mib(
            Table.Builder table,
            BroadcastReport report,
            String name,
            String definition,
            ToDoubleFunction<BroadcastRun> bytes) {
        row(table, report, BroadcastCell.CLOSED, name, definition, run -> bytes.applyAsDouble(run) / MIB);
    }

    private static List<Cell> cells(BroadcastReport report, Function<List<BroadcastRun>, String> figure) {
        final List<Cell> cells = new ArrayList<>();
        for (BroadcastArm arm : BroadcastArm.values()) {
            cells.add(cell(report, arm, BroadcastCell.CLOSED, figure));
        }
        return cells;
    }

    /** A figure of an arm of which a run failed is no figure. */
    private static Cell cell(
            BroadcastReport report, BroadcastArm arm, BroadcastCell cell, Function<List<BroadcastRun>, String> figure) {
        final boolean sound = report.runs().stream()
                .filter(run -> run.arm() == arm && run.cell() == cell)
                .allMatch(BroadcastRun::valid);
        return sound ? Cell.of(figure.apply(report.runs(arm, cell))) : new Cell("FAILED", Tone.FAILED);
    }

    private static String drops(List<BroadcastRun> runs) {
        final Map<String, Long> byReason = new TreeMap<>();
        runs.forEach(run -> run.drops().forEach((reason, count) -> byReason.merge(reason, count, Long::sum)));
        byReason.values().removeIf(count -> count == 0);
        final List<String> parts = new ArrayList<>();
        byReason.forEach((reason, count) -> parts.add(Numbers.of(count) + " " + reason));
        return parts.isEmpty() ? "0" : String.join(", ", parts);
    }

    private static Spread spread(List<BroadcastRun> runs, ToDoubleFunction<BroadcastRun> metric) {
        return Stats.spread(runs.stream().mapToDouble(metric).toArray());
    }
}
