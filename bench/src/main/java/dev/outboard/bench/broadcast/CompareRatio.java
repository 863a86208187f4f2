package dev.outboard.bench.broadcast;

import dev.outboard.bench.run.Stats;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A figure of one mode over the same of another, round by round: what disturbs both runs of a pair cancels out.
 *
 * @param values one per round
 * @param noisy whether they come from runs that the drop rule would have dropped, because no round had two others
 */
record CompareRatio(double[] values, boolean noisy) {
    static CompareRatio of(List<CompareRun> runs, List<CompareRun> base, ToDoubleFunction<CompareRun> figure) {
        final double[] kept = values(runs, base, figure, false);
        return kept.length > 0
                ? new CompareRatio(kept, false)
                : new CompareRatio(values(runs, base, figure, true), true);
    }

    private static double[] values(
            List<CompareRun> runs, List<CompareRun> base, ToDoubleFunction<CompareRun> figure, boolean all) {
        return runs.stream()
                .filter(run -> all || !run.isDropped())
                .flatMapToDouble(run -> base.stream()
                        .filter(other -> other.round() == run.round() && (all || !other.isDropped()))
                        .mapToDouble(other -> figure.applyAsDouble(run) / figure.applyAsDouble(other)))
                .filter(Double::isFinite)
                .toArray();
    }

    double median() {
        return Stats.median(values);
    }

    /** Median and the bounds of it, as printed: {@code 2.01 (1.90 to 2.20)}, and {@code *} behind it where noisy. */
    String text() {
        if (values.length == 0) {
            return "unknown";
        }
        final Stats.Bounds bounds = Stats.medianBounds(values);
        final String range = Double.isNaN(bounds.lower())
                ? " (too few)"
                : String.format(Locale.ROOT, " (%.2f to %.2f)", bounds.lower(), bounds.upper());
        return String.format(Locale.ROOT, "%.2f", median()) + range + (noisy ? " *" : "");
    }
}
