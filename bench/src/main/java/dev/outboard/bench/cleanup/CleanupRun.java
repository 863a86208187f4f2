package dev.outboard.bench.cleanup;

import dev.outboard.bench.run.Noise;
import dev.outboard.bench.run.Stats;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One way in a JVM of its own.
 *
 * @param round from 0
 * @param depths what it did at each of its depths; empty where it failed
 * @param foreignCores cores that others took meanwhile; NaN where unknown
 * @param error why it proves nothing, in one line; null for a sound run
 */
record CleanupRun(
        Way way,
        int round,
        List<Depth> depths,
        double foreignCores,
        @Nullable String error) {
    private static final int MIDDLE = 50;

    CleanupRun {
        depths = List.copyOf(depths);
    }

    /** What a child writes. */
    record Said(List<Depth> depths) {}

    /**
     * One depth.
     *
     * @param depth parts of an operation
     * @param nanos of an operation, in each iteration
     * @param bytesPerOperation allocated
     * @param mostOpen parts that were open at a time
     */
    record Depth(int depth, List<Double> nanos, double bytesPerOperation, int mostOpen) {
        Depth {
            nanos = List.copyOf(nanos);
        }

        double median() {
            return Stats.median(nanos.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    boolean noisy() {
        return foreignCores > Noise.NOISY_CORES;
    }

    /** Nanoseconds of an operation at that depth, the median of the iterations; NaN where it has none. */
    double nanos(int depth) {
        return at(depth).map(Depth::median).orElse(Double.NaN);
    }

    /** What it did at that depth; empty where it has nothing. */
    Optional<Depth> at(int depth) {
        return depths.stream().filter(one -> one.depth == depth).findFirst();
    }

    /** Nanoseconds for one layer more, by least squares over all depths. */
    double slope() {
        final double meanX = depths.stream().mapToInt(Depth::depth).average().orElse(Double.NaN);
        final double meanY =
                depths.stream().mapToDouble(Depth::median).average().orElse(Double.NaN);
        double xy = 0;
        double xx = 0;
        for (Depth depth : depths) {
            xy += (depth.depth - meanX) * (depth.median() - meanY);
            xx += (depth.depth - meanX) * (depth.depth - meanX);
        }
        return xy / xx;
    }

    /** What a layer between the 50th and the last costs, over what one before the 50th does: 1 where it is linear. */
    double bend() {
        return (nanos(Way.DEEPEST) - nanos(MIDDLE))
                / (Way.DEEPEST - MIDDLE)
                / ((nanos(MIDDLE) - nanos(1)) / (MIDDLE - 1));
    }
}
