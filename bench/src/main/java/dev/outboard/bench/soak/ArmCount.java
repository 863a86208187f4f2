package dev.outboard.bench.soak;

import dev.outboard.bench.gc.GcArm;
import dev.outboard.bench.gc.GcRun;
import org.jspecify.annotations.Nullable;

/**
 * What one way to own message memory did under a limit on it.
 *
 * @param arm its name
 * @param seconds length of the window
 * @param messages handled
 * @param refused messages for which there was no native memory: each is an out-of-memory error of the arm's
 * @param fullCollections of the heap, which some arms need to get native memory back
 * @param stoppedShare of the window, 0 to 1
 * @param nativeMaxBytes most that it held
 * @param p99Millis from the time at which a message was due; NaN where it was not measured
 * @param error why the run proves nothing; null for a sound one
 */
record ArmCount(
        String arm,
        double seconds,
        long messages,
        long refused,
        int fullCollections,
        double stoppedShare,
        long nativeMaxBytes,
        double p99Millis,
        double foreignCores,
        @Nullable String error) {
    private static final double SECONDS_PER_HOUR = 3_600;

    static ArmCount of(GcArm arm, GcRun run) {
        final GcRun.Latency latency = run.latency();
        return new ArmCount(
                arm.id(),
                run.windowSeconds(),
                run.messages(),
                run.failed(),
                run.pauses().full(),
                run.stoppedShare(),
                run.memory().nativeMaxBytes(),
                latency == null ? Double.NaN : latency.p99Millis(),
                run.foreignCores(),
                error(run));
    }

    private static @Nullable String error(GcRun run) {
        if (run.error() != null || run.valid()) {
            return run.error();
        }
        return run.mismatched() + " messages altered, " + run.lost() + " lost, " + run.nativeLeakBytes()
                + " native bytes not given back (expected: none)";
    }

    /** As many in an hour, were it to go on like that. */
    double refusedPerHour() {
        return seconds == 0 ? Double.NaN : refused / seconds * SECONDS_PER_HOUR;
    }
}
