package dev.outboard.bench.gc;

import java.util.List;

/**
 * How a metric of {@code to} compares with that of {@code from}, run by run in the same round.
 *
 * @param metric what is compared
 * @param perPair {@code to / from - 1}, one per round: -0.41 is 41 % less
 * @param median the median of the pairs
 */
public record GcChange(GcArm from, GcArm to, Metric metric, List<Double> perPair, double median) {

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
