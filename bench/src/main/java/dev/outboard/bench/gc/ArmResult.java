package dev.outboard.bench.gc;

import org.jspecify.annotations.Nullable;

/**
 * What the JVM of one run says of itself, in a file; the rest is in its GC log.
 *
 * @param jdk version of the JVM
 * @param vm its flags, as it says them
 * @param windowStartSeconds uptime of the JVM, on the clock of its log
 * @param windowEndSeconds likewise
 * @param messages handled in the window, the failed ones not among them
 * @param lost sent, but neither received nor in flight at the end
 * @param ownedBytesAtEnd native bytes in frames that nobody released
 * @param idleLateMillis what a worker of an open load slept in the window while a message was due; the workers' mean
 */
record ArmResult(
        String jdk,
        VmFacts vm,
        double windowStartSeconds,
        double windowEndSeconds,
        long messages,
        long failed,
        long mismatched,
        long lost,
        long ownedBytesAtEnd,
        double idleLateMillis,
        double cpuMillis,
        CollectorThreads threads,
        double foreignCores,
        GcRun.Memory memory,
        GcRun.@Nullable Latency latency) {}
