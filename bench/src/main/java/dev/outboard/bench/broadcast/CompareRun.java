package dev.outboard.bench.broadcast;

import dev.outboard.bench.run.Noise;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mode under one load, run once: a server and a load, each in a JVM of its own.
 *
 * @param round from 0
 * @param drops recipients by reason that the server gave up, over the whole run
 * @param outOfOrder deliveries that came before an earlier one of their group, over the whole run
 * @param generatorSaturated whether the load itself was at its limit, so that the figures are rather its own
 * @param books the load's closing line
 * @param foreignCores cores that other processes took, on average; NaN where unknown
 * @param stolenCores cores that the hypervisor took; NaN where unknown
 * @param error why the run is void, in one line; null for a sound run
 */
public record CompareRun(
        String mode,
        CompareCell cell,
        int round,
        Figures figures,
        Map<String, Long> drops,
        long outOfOrder,
        boolean generatorSaturated,
        String books,
        double foreignCores,
        double stolenCores,
        @Nullable String error) {

    /**
     * What is compared; NaN where it was not measured. Goodput is what those who read received and the load verified.
     *
     * @param goodputPerSecond deliveries in the window
     * @param p50Millis from the intended time to the delivery, of those who read
     * @param p99Millis the same
     * @param aboveIdleBytes resident set of the server in the window, the median, above that of the same server idle
     * @param maxAboveIdleBytes the kernel's high-water mark, above the same
     * @param threads of the server's process, median in the window
     * @param cpuMicrosPerDelivery of the server's process
     * @param heapBytesPerDelivery allocated by the server's threads
     */
    public record Figures(
            double goodputPerSecond,
            double p50Millis,
            double p99Millis,
            double aboveIdleBytes,
            double maxAboveIdleBytes,
            double threads,
            double cpuMicrosPerDelivery,
            double heapBytesPerDelivery) {
        static final Figures NONE = new Figures(
                Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

        private static Figures of(LoadResult result, BroadcastRun.Server server) {
            final double goodput = result.goodput().deliveriesPerSecond();
            return new Figures(
                    goodput,
                    result.latency().p50(),
                    result.latency().p99(),
                    server.aboveIdleBytes(),
                    server.maxAboveIdleBytes(),
                    server.threads(),
                    1e6 * result.memory().cpus() / goodput,
                    result.memory().allocatedBytesPerSecond() / goodput);
        }
    }

    /**
     * What was seen of a run.
     *
     * @param strict whether a load that was its own bottleneck voids it, unless others used the machine, which is reason enough
     *     to be late; elsewhere a report says so
     */
    static CompareRun of(String mode, CompareCell cell, int round, ForkedIm.Seen seen, boolean strict) {
        final LoadResult result = seen.result();
        return new CompareRun(
                mode,
                cell,
                round,
                result == null ? Figures.NONE : Figures.of(result, seen.server()),
                result == null ? Map.of() : result.books().drops(),
                result == null ? 0 : result.faults().reordered(),
                result != null && result.generator().saturated(),
                result == null ? "" : result.books().line(),
                seen.noise().foreignCores(),
                seen.noise().stolenCores(),
                seen.error() == null && strict ? late(seen) : seen.error());
    }

    private static @Nullable String late(ForkedIm.Seen seen) {
        final LoadResult result = seen.result();
        return result == null || !result.generator().saturated() || seen.noise().noisy()
                ? null
                : "the load was its own bottleneck: "
                        + String.join("; ", result.generator().reasons());
    }

    /** The drop rule, fixed before anything ran: others used more than 0.2 cores. */
    public boolean isDropped() {
        return foreignCores + stolenCores > Noise.NOISY_CORES;
    }
}
