package dev.outboard.bench.gc;

import org.jspecify.annotations.Nullable;

/**
 * What the JVM of one run says of itself, in a file; the rest is in its GC log.
 *
 * @param jdk version of the JVM
 * @param windowStartSeconds uptime of the JVM, on the clock of its log
 * @param windowEndSeconds likewise
 * @param messages handled in the window, the failed ones not among them
 * @param ownedBytesAtEnd native bytes in frames that nobody released
 */
record ArmResult(
        String jdk,
        double windowStartSeconds,
        double windowEndSeconds,
        long messages,
        long failed,
        long mismatched,
        long ownedBytesAtEnd,
        double cpuMillis,
        double foreignCores,
        GcRun.Memory memory,
        GcRun.@Nullable Latency latency) {}
