package dev.outboard.bench.gc;

import java.util.List;

/**
 * How a metric of {@code to} compares with that of {@code from}, run by run in the same round.
 *
 * @param metric what is compared
 * @param perPairPercent the change, one per round: -41 is 41 % less
 * @param medianPercent the median of the pairs
 */
public record GcChange(GcArm from, GcArm to, Metric metric, List<Double> perPairPercent, double medianPercent) {

    /** What {@link GcChange} compares. */
    public enum Metric {
        /** The run's 99th percentile of pauses. */
        PAUSE_P99,
        /** The run's median pause. */
        PAUSE_P50,
        /** GC CPU per message. */
        GC_CPU_PER_MESSAGE,
        /** Share of the time in which the JVM stood still. */
        STOPPED_SHARE,
        /** Messages per second. */
        MESSAGES_PER_SECOND
    }
}
