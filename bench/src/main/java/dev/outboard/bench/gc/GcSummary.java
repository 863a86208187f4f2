package dev.outboard.bench.gc;

import org.jspecify.annotations.Nullable;

/**
 * One arm's runs of one cell. Percentiles are of all runs' pauses together (nearest rank); what is a rate or a cost is
 * the median of the runs, what is a most is the most, what is a count is the sum.
 *
 * @param pauses number of pauses
 * @param p99PerRunMillis median of the runs' own P99
 * @param nativeMaxBytes most native bytes of any run
 * @param latency the middle run's, by its P99; null without an open load
 * @param valid whether all runs are
 */
public record GcSummary(
        GcArm arm,
        GcCell cell,
        int runs,
        int pauses,
        double p50Millis,
        double p95Millis,
        double p99Millis,
        double p99PerRunMillis,
        double maxMillis,
        int fullCollections,
        double pausesPerSecond,
        double gcCpuMillisPerMillion,
        double cpuMillisPerMillion,
        double stoppedShare,
        double messagesPerSecond,
        long failed,
        double finalsPerCollection,
        double phantomsPerCollection,
        long nativeMaxBytes,
        long residentBytes,
        GcRun.@Nullable Latency latency,
        double foreignCoresMax,
        boolean valid) {}
