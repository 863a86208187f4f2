package dev.outboard.bench.broadcast;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mode, run once: a server and a load, each in a JVM of its own.
 *
 * @param pair from 0
 * @param goodputPerSecond deliveries that the load received and verified in the window, per second; drops are no goodput
 * @param broadcastsPerSecond broadcasts of which every recipient was served or given up, per second
 * @param drops recipients by reason that the server gave up, over the whole run
 * @param outOfOrder deliveries that came before an earlier one of their group, over the whole run
 * @param generatorSaturated whether the load itself was at its limit, so that the figures are rather its own
 * @param conservation the load's closing line
 * @param foreignCores cores that other processes took, on average; NaN where unknown
 * @param stolenCores cores that the hypervisor took; NaN where unknown
 * @param error why the run is void, in one line: a failed check or a process that did not end well; null for a sound run
 */
public record BroadcastRun(
        BroadcastArm arm,
        BroadcastCell cell,
        int pair,
        double goodputPerSecond,
        double broadcastsPerSecond,
        Latency latency,
        Server server,
        Map<String, Long> drops,
        long outOfOrder,
        boolean generatorSaturated,
        String conservation,
        double foreignCores,
        double stolenCores,
        @Nullable String error) {

    /** Whether the run's content is to be believed. */
    public boolean valid() {
        return error == null;
    }

    /** Sum of the drops. */
    public long dropped() {
        return drops.values().stream().mapToLong(Long::longValue).sum();
    }

    /** From the intended send time to the delivery at the client, in ms. */
    public record Latency(double p50Millis, double p99Millis, double p999Millis, double maxMillis) {
        static final Latency NONE = new Latency(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    /**
     * The server process, seen from outside at 8 Hz; NaN where the system does
     * not tell.
     *
     * @param idleBytes resident set with all connections open and all groups joined, before the first message
     * @param residentBytes median resident set in the window
     * @param residentMaxBytes high-water mark of the resident set, as the kernel keeps it
     * @param threads median in the window
     * @param heapAfterGcBytes live heap at the end, after a collection
     * @param ledgerReservedBytes off-heap bytes that the codec has from the system, at the end
     */
    public record Server(
            double idleBytes,
            double residentBytes,
            double residentMaxBytes,
            double threads,
            double threadsMax,
            double heapAfterGcBytes,
            double ledgerReservedBytes) {
        static final Server NONE =
                new Server(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

        /** Median resident set above the idle server's. */
        public double aboveIdleBytes() {
            return residentBytes - idleBytes;
        }

        /** High-water mark above the idle server's. */
        public double maxAboveIdleBytes() {
            return residentMaxBytes - idleBytes;
        }
    }
}
