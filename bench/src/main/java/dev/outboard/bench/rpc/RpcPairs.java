package dev.outboard.bench.rpc;

import dev.outboard.bench.run.Stats;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Ratios of runs of the same round: what disturbs both cancels out.
 *
 * @param ratios one per round
 * @param noisy whether they come from runs that the drop rule would have dropped, because no round had two others
 */
record RpcPairs(double[] ratios, boolean noisy) {
    /** The figure of {@code ours} over the one of {@code other}, round by round. */
    static RpcPairs of(List<RpcRun> ours, List<RpcRun> others, ToDoubleFunction<RpcRun> figure) {
        double[] kept = ratios(ours, others, figure, false);
        return kept.length > 0 ? new RpcPairs(kept, false) : new RpcPairs(ratios(ours, others, figure, true), true);
    }

    private static double[] ratios(
            List<RpcRun> ours, List<RpcRun> others, ToDoubleFunction<RpcRun> figure, boolean all) {
        return ours.stream()
                .filter(run -> all || !run.isDropped())
                .flatMapToDouble(run -> others.stream()
                        .filter(other -> other.round() == run.round() && (all || !other.isDropped()))
                        .filter(other -> Double.isFinite(figure.applyAsDouble(other)))
                        .mapToDouble(other -> figure.applyAsDouble(run) / figure.applyAsDouble(other)))
                .toArray();
    }

    boolean isEmpty() {
        return ratios.length == 0;
    }

    double median() {
        return Stats.median(ratios);
    }

    double min() {
        return Stats.spread(ratios).min();
    }

    double max() {
        return Stats.spread(ratios).max();
    }

    /** What the median lies above, as {@link Stats#medianBounds}; NaN where there are too few. */
    double lowerBound() {
        return Stats.medianBounds(ratios).lower();
    }

    /** Median and range, as printed. */
    String text() {
        Stats.Spread spread = Stats.spread(ratios);
        return String.format(
                Locale.ROOT,
                "%.2f (%.2f to %.2f, %d %s%s)",
                spread.median(),
                spread.min(),
                spread.max(),
                spread.count(),
                spread.count() == 1 ? "round" : "rounds",
                noisy ? ", all noisy" : "");
    }
}
