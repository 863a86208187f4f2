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
        PAUSE_P99("pause P99", "of the run's pauses, nearest rank"),
        /** The run's median pause. */
        PAUSE_P50("pause p50", "median of the run's pauses"),
        /** GC CPU per message. */
        GC_CPU_PER_MESSAGE("GC CPU per message", "user and system time of all GC threads in pauses, per message"),
        /** Share of the time in which the JVM stood still. */
        STOPPED_SHARE("time stopped", "share of the time in safepoints; who is faster collects more often"),
        /** Messages per second. */
        MESSAGES_PER_SECOND("messages per second", "encoded, in flight, decoded and found equal");

        private final String title;
        private final String definition;

        Metric(String title, String definition) {
            this.title = title;
            this.definition = definition;
        }

        /** A few words for a table. */
        public String title() {
            return title;
        }

        /** What exactly was counted. */
        public String definition() {
            return definition;
        }
    }
}
