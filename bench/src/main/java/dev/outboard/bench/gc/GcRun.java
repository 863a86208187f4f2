package dev.outboard.bench.gc;

import dev.outboard.bench.run.Noise;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One arm, run once in a JVM of its own. Everything counts inside the window only, warm-up and start left out.
 *
 * @param cell the id of its {@link GcCell}
 * @param round from 0; runs of one cell and round are a pair
 * @param windowSeconds length of the window
 * @param messages encoded, held in flight, decoded and verified in the window
 * @param failed messages refused for want of native memory, in the window
 * @param mismatched messages whose decoded content was not what was sent: not 0 makes the run invalid
 * @param lost messages that were sent and neither came back nor were in flight at the end: not 0 makes the run invalid
 * @param nativeLeakBytes native bytes in frames that nobody released although the run had ended; 0 for arms that leave
 *     that to finalizers or Cleaners, for those come when they please
 * @param cpuMillis CPU time of the whole process
 * @param threads CPU time of the collector's threads, and of those of finalizers and Cleaners, in pauses and between them
 * @param foreignCores cores that other processes took, on average; NaN where the system does not say
 * @param error why the run did not end by itself, or not under the cell's conditions, in one line; null where it did
 */
public record GcRun(
        GcArm arm,
        String cell,
        int round,
        double windowSeconds,
        long messages,
        long failed,
        long mismatched,
        long lost,
        long nativeLeakBytes,
        double cpuMillis,
        CollectorThreads threads,
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

    /** CPU time of the collector's threads per million messages, in pauses and between them, in ms; NaN where unknown. */
    public double collectorMillisPerMillion() {
        return messages == 0 ? 0 : threads.collectorMillis() * 1e6 / messages;
    }

    /** A figure of the whole window, per second of it. */
    public double perSecond(double value) {
        return windowSeconds == 0 ? 0 : value / windowSeconds;
    }

    /** Whether the run's content is to be believed. */
    public boolean valid() {
        return error == null && mismatched == 0 && lost == 0 && nativeLeakBytes == 0;
    }

    /** Whether others used more of the machine than the drop rule allows. */
    public boolean noisy() {
        return foreignCores > Noise.NOISY_CORES;
    }

    /**
     * The pauses of every kind: young, mixed, remark, cleanup, full.
     *
     * @param millis each pause, in the order of the log
     * @param atSeconds when each ended, since the window's start
     * @param byKind number of pauses by kind
     * @param full full collections
     * @param cpuMillis user and system time of all GC threads
     * @param stoppedMillis all safepoints, from the request to the resumption
     * @param stalls times that a thread waited for the collector, where pauses are none of its (ZGC)
     * @param stalledMillis what those took, over all threads
     */
    public record Pauses(
            List<Double> millis,
            List<Double> atSeconds,
            Map<String, Integer> byKind,
            int full,
            double cpuMillis,
            double stoppedMillis,
            int stalls,
            double stalledMillis) {
        /** None. */
        static final Pauses NONE = new Pauses(List.of(), List.of(), Map.of(), 0, 0, 0, 0, 0);
    }

    /**
     * Means of the window's young and mixed collections, so that the parts add up; of all collections, where there are no
     * young ones.
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
            double scanRootsMillis) {
        /** None. */
        static final Young NONE = new Young(0, 0, 0, 0, 0, 0, 0, 0);
    }

    /**
     * Memory outside the heap.
     *
     * @param nativeMaxBytes most bytes that the arm held from the system for its frames
     * @param directMaxBuffers most direct buffers that the JVM counted
     * @param directMaxBytes most bytes in them
     * @param residentBytes resident set at the end of the window; -1 where the system does not say
     * @param residentMaxBytes its high-water mark since the JVM started; -1 where the system does not say
     */
    public record Memory(
            long nativeMaxBytes,
            long directMaxBuffers,
            long directMaxBytes,
            long residentBytes,
            long residentMaxBytes) {
        /** None that is known. */
        static final Memory UNKNOWN = new Memory(0, 0, 0, -1, -1);
    }

    /**
     * From the time at which a message was to be sent to the end of its work: a pause counts against every message that
     * should have gone out in it.
     *
     * @param offeredPerSecond the intended rate; less was done where {@link #messagesPerSecond} is lower
     */
    public record Latency(
            double offeredPerSecond, double p50Millis, double p99Millis, double p999Millis, double maxMillis) {}
}
