package dev.outboard.bench.gc;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One arm, run once in a JVM of its own. Everything counts inside the window only, warm-up and start left out.
 *
 * @param round from 0; runs of one cell and round are a pair
 * @param windowSeconds length of the window
 * @param messages encoded, held in flight, decoded and verified in the window
 * @param failed messages refused for want of native memory, in the window
 * @param mismatched messages whose decoded content was not what was sent: not 0 makes the run invalid
 * @param nativeLeakBytes native bytes in frames that nobody released although the run had ended; 0 for arms that leave
 *     that to finalizers or Cleaners, for those come when they please
 * @param cpuMillis CPU time of the whole process
 * @param foreignCores cores that other processes took, on average; NaN where the system does not say
 * @param error why the run did not end by itself, in one line; null where it did
 */
public record GcRun(
        GcArm arm,
        GcCell cell,
        int round,
        double windowSeconds,
        long messages,
        long failed,
        long mismatched,
        long nativeLeakBytes,
        double cpuMillis,
        double foreignCores,
        Pauses pauses,
        Young young,
        Memory memory,
        @Nullable Latency latency,
        @Nullable String error) {

    /** Messages per second. */
    public double messagesPerSecond() {
        return windowSeconds == 0 ? 0 : messages / windowSeconds;
    }

    /** CPU time of pauses (user and system, all GC threads) per million messages, in ms. */
    public double gcCpuMillisPerMillion() {
        return messages == 0 ? 0 : pauses.cpuMillis() * 1e6 / messages;
    }

    /** CPU time of the whole process per million messages, in ms: finalizers, Cleaners and marking are in it. */
    public double cpuMillisPerMillion() {
        return messages == 0 ? 0 : cpuMillis * 1e6 / messages;
    }

    /** Share of the window, 0 to 1, in which the JVM stood still. */
    public double stoppedShare() {
        return windowSeconds == 0 ? 0 : pauses.stoppedMillis() / 1e3 / windowSeconds;
    }

    /** Whether the run's content is to be believed. */
    public boolean valid() {
        return error == null && mismatched == 0 && nativeLeakBytes == 0;
    }

    /**
     * The pauses of every kind: young, mixed, remark, cleanup, full.
     *
     * @param millis each pause, in the order of the log
     * @param byKind number of pauses by kind
     * @param full full collections
     * @param cpuMillis user and system time of all GC threads
     * @param stoppedMillis all safepoints, from the request to the resumption
     */
    public record Pauses(
            List<Double> millis, Map<String, Integer> byKind, int full, double cpuMillis, double stoppedMillis) {}

    /**
     * Means of the window's young and mixed collections, so that the parts add up.
     *
     * @param count number of them
     * @param finals FinalReferences discovered
     * @param phantoms PhantomReferences discovered
     * @param pauseMillis the pause
     * @param objectCopyMillis copying of survivors
     * @param finalizableMillis copying of what dead objects with a finalizer still reach
     * @param referenceMillis the rest of reference processing
     * @param scanRootsMillis scanning of dirty cards and other roots into the heap
     */
    public record Young(
            int count,
            double finals,
            double phantoms,
            double pauseMillis,
            double objectCopyMillis,
            double finalizableMillis,
            double referenceMillis,
            double scanRootsMillis) {}

    /**
     * Memory outside the heap.
     *
     * @param nativeMaxBytes most bytes that the arm held from the system for its frames
     * @param residentBytes resident set at the end of the window; -1 where the system does not say
     * @param residentMaxBytes its high-water mark since the JVM started; -1 where the system does not say
     */
    public record Memory(long nativeMaxBytes, long residentBytes, long residentMaxBytes) {}

    /**
     * From the time at which a message was to be sent to the end of its work: a pause counts against every message that
     * should have gone out in it.
     *
     * @param offeredPerSecond the intended rate; less was done where {@link #messagesPerSecond} is lower
     */
    public record Latency(
            double offeredPerSecond, double p50Millis, double p99Millis, double p999Millis, double maxMillis) {}
}
