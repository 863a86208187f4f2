package dev.outboard.bench.rpc;

import dev.outboard.bench.report.Chart;
import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.run.Stats;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The RPC benchmark's results as a reader sees them. */
final class RpcSection {
    private static final String DROP_RULE = "Drop rule, fixed before the run: a run is left out where others used more"
            + " than 0.2 cores in its window (processes outside this program, and the hypervisor). Where that leaves"
            + " nothing, all runs are quoted and marked with *.";

    /** The share of the machine from which on threads wait for a core. */
    private static final double FULL = 0.9;

    private RpcSection() {}

    static Section of(RpcReport report) {
        List<Table> tables = new ArrayList<>();
        List<Chart> charts = new ArrayList<>();
        for (RpcPlan.Load load : report.plan().loads()) {
            tables.add(closed(report, load));
            charts.add(chart(report, load));
            if (report.runs().stream().anyMatch(run -> isOpen(run, load))) {
                tables.add(open(report, load));
            }
        }
        List<String> notes = new ArrayList<>(report.notes());
        notes.addAll(full(report));
        notes.add(DROP_RULE);
        notes.add(dropped(report));
        return new Section(
                "rpc",
                "RPC",
                "What does a call cost over a raw echo on the same sockets, and what in other libraries? Unary calls over loopback, the server and the"
                        + " client in JVMs of their own with one event loop each; connections x calls in flight. Every"
                        + " reply is checked. Figures are medians of "
                        + report.plan().rounds()
                        + " interleaved rounds (least to greatest), of more where the open loop's p99 is a goal; ratios are"
                        + " to raw-hand's run of the same round.",
                report.runs().stream()
                        .filter(run -> run.error() != null)
                        .map(run -> run.contender().id() + ", " + run.payload().id() + ", " + run.cell() + ", "
                                + run.loop().id() + " loop, round " + (run.round() + 1) + ": " + run.error())
                        .toList(),
                tables,
                charts,
                report.bars().stream().map(RpcBar::line).toList(),
                notes);
    }

    /** Says where the raw echo and its load leave next to nothing of the machine. */
    private static List<String> full(RpcReport report) {
        int cores = report.environment().cores();
        List<String> notes = new ArrayList<>();
        for (RpcPlan.Load load : report.plan().loads()) {
            double used = report.spread(RpcContender.RAW_HAND, load, RpcLoop.OPEN, RpcRun::cores)
                    .median();
            if (used > FULL * cores) {
                notes.add("In the open loop at " + load.payload().id() + ", " + load.cell()
                        + ", the raw echo and the load take " + Numbers.of(used) + " of this machine's " + cores
                        + " cores: p99 there has the wait for a core in it, of all contenders.");
            }
        }
        return notes;
    }

    private static String dropped(RpcReport report) {
        long dropped = report.runs().stream().filter(RpcRun::isDropped).count();
        double[] others = report.runs().stream()
                .mapToDouble(run -> run.foreignCores() + run.stolenCores())
                .toArray();
        return "By that rule " + dropped + " of " + report.runs().size() + " runs are dropped. Others used "
                + Numbers.of(Stats.median(others)) + " cores in the median run, and "
                + Numbers.of(Stats.spread(others).max()) + " in the worst.";
    }

    private static Table closed(RpcReport report, RpcPlan.Load load) {
        Table.Builder table = Table.of(
                "Closed loop, " + load.payload().id() + ", " + load.cell()
                        + ": calls ended per second; that over raw-hand's; bytes allocated on the heap per call, client"
                        + " and server; CPU microseconds per call, client and server; collector pauses of both with their"
                        + " milliseconds.",
                List.of("calls/s", "of raw", "B, client", "B, server", "CPU, client", "CPU, server", "pauses, ms"));
        for (RpcContender contender : report.plan().contenders(load.payload())) {
            List<RpcRun> runs = report.counted(contender, load, RpcLoop.CLOSED);
            table.row(
                    contender.id(),
                    contender.description(),
                    rate(runs),
                    ratio(report, contender, load, RpcLoop.CLOSED, RpcRun::callsPerSecond),
                    median(runs, run -> run.client().bytesPerCall()),
                    median(runs, run -> run.server().bytesPerCall()),
                    median(runs, run -> run.client().cpuMicrosPerCall()),
                    median(runs, run -> run.server().cpuMicrosPerCall()),
                    median(runs, run -> run.client().pauses() + run.server().pauses()) + ", "
                            + median(
                                    runs,
                                    run -> run.client().pauseMillis()
                                            + run.server().pauseMillis()));
        }
        return table.build();
    }

    private static Table open(RpcReport report, RpcPlan.Load load) {
        double rate = report.runs().stream()
                .filter(run -> isOpen(run, load))
                .mapToDouble(RpcRun::offeredPerSecond)
                .findFirst()
                .orElse(Double.NaN);
        Table.Builder table = Table.of(
                "Open loop, " + load.payload().id() + ", " + load.cell().connections() + " connections, "
                        + Numbers.of(Math.round(rate))
                        + " calls/s (40 % of raw-hand's closed loop): microseconds from the"
                        + " time at which a call was due; p99 over raw-hand's; calls that ended per second; cores"
                        + " that client and server used, the load's threads included; how late the load's ticks came at"
                        + " p99. A contender that did not keep up has unbounded latencies; one whose closed"
                        + " loop is below that rate did not run.",
                List.of("p50", "p99", "p99.9", "p99 of raw", "calls/s", "cores", "lateness"));
        for (RpcContender contender : report.plan().contenders(load.payload())) {
            List<RpcRun> runs = report.counted(contender, load, RpcLoop.OPEN);
            table.row(
                    contender.id(),
                    contender.description(),
                    median(runs, run -> run.latency().p50()),
                    median(runs, run -> run.latency().p99()) + mark(runs),
                    median(runs, run -> run.latency().p999()),
                    ratio(
                            report,
                            contender,
                            load,
                            RpcLoop.OPEN,
                            run -> run.latency().p99()),
                    median(runs, RpcRun::callsPerSecond),
                    median(runs, RpcRun::cores),
                    median(runs, run -> run.latency().lateness()));
        }
        return table.build();
    }

    private static boolean isOpen(RpcRun run, RpcPlan.Load load) {
        return run.isOf(run.contender(), load, RpcLoop.OPEN);
    }

    private static String rate(List<RpcRun> runs) {
        Stats.Spread spread =
                Stats.spread(runs.stream().mapToDouble(RpcRun::callsPerSecond).toArray());
        if (spread.count() == 0) {
            return "-";
        }
        return thousands(spread.median()) + " (" + thousands(spread.min()) + "-" + thousands(spread.max()) + ")"
                + mark(runs);
    }

    private static String thousands(double calls) {
        return Numbers.of(calls / 1000) + "k";
    }

    private static String mark(List<RpcRun> runs) {
        return runs.stream().anyMatch(RpcRun::isDropped) ? "*" : "";
    }

    private static String median(List<RpcRun> runs, ToDoubleFunction<RpcRun> figure) {
        return runs.isEmpty()
                ? "-"
                : Numbers.of(Stats.median(runs.stream().mapToDouble(figure).toArray()));
    }

    private static String ratio(
            RpcReport report,
            RpcContender contender,
            RpcPlan.Load load,
            RpcLoop loop,
            ToDoubleFunction<RpcRun> figure) {
        RpcPairs pairs = RpcPairs.of(
                report.counted(contender, load, loop), report.counted(RpcContender.RAW_HAND, load, loop), figure);
        return pairs.isEmpty() ? "-" : String.format(Locale.ROOT, "%.3f", pairs.median());
    }

    private static Chart chart(RpcReport report, RpcPlan.Load load) {
        return new Chart.Bars(
                load.payload().id() + ", " + load.cell() + ": closed loop",
                "calls/s",
                report.plan().contenders(load.payload()).stream()
                        .filter(contender ->
                                !report.counted(contender, load, RpcLoop.CLOSED).isEmpty())
                        .map(contender -> Chart.Bar.of(
                                contender.id(),
                                contender.isRaw(),
                                report.spread(contender, load, RpcLoop.CLOSED, RpcRun::callsPerSecond)))
                        .toList());
    }
}
