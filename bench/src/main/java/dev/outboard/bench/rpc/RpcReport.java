package dev.outboard.bench.rpc;

import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Stats;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Everything that a run of the RPC benchmark measured.
 *
 * @param created when the run began, ISO 8601 in UTC
 * @param flags of every contender's JVMs
 * @param notes what a reader has to know before quoting a figure
 */
public record RpcReport(
        String created,
        Environment environment,
        RpcPlan plan,
        List<String> flags,
        List<RpcRun> runs,
        List<RpcBar> bars,
        List<String> notes) {
    public RpcReport {
        flags = List.copyOf(flags);
        runs = List.copyOf(runs);
        bars = List.copyOf(bars);
        notes = List.copyOf(notes);
    }

    /** Whether every reply of every contender came once and was right, and every JVM ended well. */
    public boolean valid() {
        return runs.stream().allMatch(run -> run.error() == null);
    }

    /** A figure over the rounds that count. */
    Stats.Spread spread(RpcContender contender, RpcPlan.Load load, RpcLoop loop, ToDoubleFunction<RpcRun> figure) {
        return Stats.spread(
                counted(contender, load, loop).stream().mapToDouble(figure).toArray());
    }

    /** The runs that were not dropped; all of them where all were. */
    List<RpcRun> counted(RpcContender contender, RpcPlan.Load load, RpcLoop loop) {
        List<RpcRun> all = runs.stream()
                .filter(run -> run.error() == null && run.isOf(contender, load, loop))
                .toList();
        List<RpcRun> kept = all.stream().filter(run -> !run.isDropped()).toList();
        return kept.isEmpty() ? all : kept;
    }
}
