package dev.outboard.bench.gc;

import org.jspecify.annotations.Nullable;

/**
 * One arm's runs of one cell. Percentiles are of all runs' pauses together (nearest rank); what is a rate or a cost is
 * the median of the runs, what is a most is the most, what is a count is the sum.
 *
 * @param cell the id of the cell
 * @param pauses number of pauses
 * @param p99PerRunMillis median of the runs' own P99
 * @param stoppedMillisPerSecond all safepoints
 * @param gcCpuMillisPerSecond CPU time of pauses
 * @param collectorMillisPerMillion CPU time of the collector's threads, in pauses and between them; NaN where unknown
 * @param referenceMillisPerMillion CPU time of the threads of finalizers and Cleaners; NaN where unknown
 * @param nativeMaxBytes most native bytes of any run
 * @param directMaxBuffers most direct buffers of any run, as the JVM counts them
 * @param directMaxBytes most bytes in them
 * @param stalls times that a thread waited for the collector outside of a pause
 * @param latency the middle run's, by its P99; null without an open load
 * @param noisyRuns runs that others disturbed
 * @param valid whether all runs are
 */
public record GcSummary(
        GcArm arm,
        String cell,
        int runs,
        int pauses,
        double p50Millis,
        double p95Millis,
        double p99Millis,
        double p99PerRunMillis,
        double maxMillis,
        int fullCollections,
        double pausesPerSecond,
        double stoppedMillisPerSecond,
        double gcCpuMillisPerSecond,
        double gcCpuMillisPerMillion,
        double cpuMillisPerMillion,
        double collectorMillisPerMillion,
        double referenceMillisPerMillion,
        double stoppedShare,
        double messagesPerSecond,
        long failed,
        int stalls,
        double stalledMillisPerSecond,
        double finalsPerCollection,
        double phantomsPerCollection,
        long nativeMaxBytes,
        long directMaxBuffers,
        long directMaxBytes,
        long residentBytes,
        GcRun.@Nullable Latency latency,
        double foreignCoresMax,
        int noisyRuns,
        boolean valid) {}
