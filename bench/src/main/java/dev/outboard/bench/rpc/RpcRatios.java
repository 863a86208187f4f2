package dev.outboard.bench.rpc;

import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.run.Stats;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** What this benchmark stands on: ours over the raw echo, over other libraries, and the safe codec over the Unsafe one. */
final class RpcRatios {
    /** What is compared: calls, the processor's time that they take, and in the open loop their latency. */
    private enum Figure {
        CALLS("calls-per-second", "calls/s", false, RpcRun::callsPerSecond),
        CPU(
                "cpu-per-call",
                "CPU per call, both sides",
                true,
                run -> run.client().cpuMicrosPerCall() + run.server().cpuMicrosPerCall()),
        P99("p99", "p99", true, run -> run.latency().p99());

        private final String key;
        private final String title;
        private final boolean lowerIsBetter;
        private final ToDoubleFunction<RpcRun> value;

        Figure(String key, String title, boolean lowerIsBetter, ToDoubleFunction<RpcRun> value) {
            this.key = key;
            this.title = title;
            this.lowerIsBetter = lowerIsBetter;
            this.value = value;
        }

        boolean isOf(RpcLoop loop) {
            return (this == P99) == (loop == RpcLoop.OPEN);
        }
    }

    private final RpcReport report;
    private final List<Ratio> ratios = new ArrayList<>();

    private RpcRatios(RpcReport report) {
        this.report = report;
    }

    static List<Ratio> of(RpcReport report) {
        RpcRatios all = new RpcRatios(report);
        for (RpcPlan.Load load : report.plan().loads()) {
            for (RpcLoop loop : RpcLoop.values()) {
                all.add(load, loop);
            }
        }
        return List.copyOf(all.ratios);
    }

    private void add(RpcPlan.Load load, RpcLoop loop) {
        for (RpcContender ours : RpcBars.LOOPS) {
            for (RpcContender other : report.plan().contenders(load.payload())) {
                if (other == RpcContender.RAW_HAND || other.isPeer()) {
                    add(load, loop, other, ours);
                }
            }
        }
        add(load, loop, RpcContender.UNSAFE_LOOP, RpcContender.SAFE_LOOP);
    }

    private void add(RpcPlan.Load load, RpcLoop loop, RpcContender from, RpcContender to) {
        for (Figure figure : Figure.values()) {
            RpcPairs pairs =
                    RpcPairs.of(report.counted(to, load, loop), report.counted(from, load, loop), figure.value);
            if (figure.isOf(loop) && !pairs.isEmpty()) {
                ratios.add(new Ratio(
                        "rpc/" + loop.id() + "/" + figure.key + "/"
                                + load.payload().id() + "-" + load.cell() + "/" + from.id() + ">" + to.id(),
                        figure.title + ", " + to.id() + " over " + from.id() + ", "
                                + load.payload().id() + ", " + load.cell() + ", " + loop.id() + " loop",
                        figure.lowerIsBetter,
                        Stats.ratioInterval(pairs.ratios()),
                        pairs.noisy()));
            }
        }
    }
}
