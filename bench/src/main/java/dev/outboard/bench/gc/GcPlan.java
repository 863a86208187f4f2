package dev.outboard.bench.gc;

import java.util.List;

/**
 * What {@link GcBench} is to run.
 *
 * @param arms the contenders
 * @param pairs rounds of the closed cell; each runs every arm once, in an order that rotates
 * @param pausesPerArm pauses that an arm must have over its closed runs
 * @param maxSecondsPerRun where a closed run ends although it has too few pauses
 * @param warmupSeconds load before the window of a run
 * @param openSeconds window of an open run; 0 leaves the open and the limited cell out
 * @param openRatePerSecond messages per second of the open cells, over both workers
 * @param limitedSeconds window of a limited run; 0 leaves the limited cell out
 * @param liveMib live set
 * @param budgetMib bound on native memory
 * @param limitMib bound on native memory in the limited cell
 * @param budgetSeconds what all of it may take; where time runs short, windows are cut and a note says so; 0: no bound
 */
public record GcPlan(
        List<GcArm> arms,
        int pairs,
        int pausesPerArm,
        int maxSecondsPerRun,
        int warmupSeconds,
        int openSeconds,
        int openRatePerSecond,
        int limitedSeconds,
        int liveMib,
        int budgetMib,
        int limitMib,
        int budgetSeconds) {

    /** Heap of every arm's JVM, in MiB. */
    public static final int HEAP_MIB = 1024;

    /** Young generation of every arm's JVM, in MiB: fixed, or G1 would give each arm pauses of another size. */
    public static final int YOUNG_MIB = 80;

    /** Checks what a command line can get wrong. */
    public GcPlan {
        arms = arms.stream().distinct().toList();
        check("arms", arms.size(), 1, GcArm.values().length);
        check("pairs", pairs, 1, 1000);
        check("pauses per arm", pausesPerArm, 1, 1_000_000);
        check("seconds per run", maxSecondsPerRun, 1, 3600);
        check("warm-up seconds", warmupSeconds, 0, 3600);
        check("open seconds", openSeconds, 0, 3600);
        check("open rate", openRatePerSecond, 1000, 100_000_000);
        check("limited seconds", limitedSeconds, 0, 3600);
        check("live MiB", liveMib, 1, HEAP_MIB / 2);
        check("budget MiB", budgetMib, 16, 1 << 20);
        check("limit MiB", limitMib, 16, 1 << 20);
        check("budget seconds", budgetSeconds, 0, 1_000_000);
    }

    /** The demo's part A: at least 300 pauses per arm in three interleaved rounds, about 200 s on two cores. */
    public static GcPlan demo() {
        return new GcPlan(List.of(GcArm.values()), 3, 300, 12, 1, 2, 120_000, 2, 300, 512, 96, 240);
    }

    /** Everything once at a tiny scale, under 30 s: shows that it works, not how fast anything is. */
    public static GcPlan smoke() {
        return new GcPlan(List.of(GcArm.values()), 1, 2, 2, 0, 1, 20_000, 1, 20, 512, 96, 0);
    }

    /** Pauses that one closed run has to see: its share, and two for those that straddle an end of its window. */
    public int pausesPerRun() {
        return (pausesPerArm + pairs - 1) / pairs + 2;
    }

    private static void check(String name, int actual, int least, int most) {
        if (actual < least || actual > most) {
            throw new IllegalArgumentException(name + ": " + actual + " (expected: " + least + " to " + most + ")");
        }
    }
}
