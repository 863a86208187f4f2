package dev.outboard.bench.gc;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Arms under the open load with little native memory, for as long as one likes: who runs out of it, and how often. One thread; forks
 * the same JDK that runs it.
 */
public final class LimitedArms {
    private static final int RATE = 120_000;
    private static final int LIVE_MIB = 300;
    private static final int WARMUP_SECONDS = 2;

    private LimitedArms() {}

    /**
     * Runs one arm in a JVM of its own; one that fails comes back as a run that says why.
     *
     * @param seconds 1 to 3600
     * @param work where its files lie while it runs
     */
    public static GcRun run(GcArm arm, int seconds, Path work) throws InterruptedException {
        GcConditions conditions = GcConditions.BASE.withRate(RATE).withLimit(GcConditions.SHORT_MIB);
        GcCell cell = new GcCell(GcCell.LIMITED, conditions, List.of(arm), 1, 0, seconds);
        GcPlan plan = new GcPlan(List.of(cell), WARMUP_SECONDS, LIVE_MIB, 0, 0);
        return new ForkedRun(plan, GcPlant.NONE, work)
                .run(arm, cell, 0, seconds)
                .run();
    }

    /** Why an arm cannot run on this JVM; empty where it can. */
    public static Optional<String> unavailable(GcArm arm) {
        return arm.unavailable();
    }

    /** Messages per second that every arm is offered. */
    public static int offeredPerSecond() {
        return RATE;
    }

    /** Bound on native memory. */
    public static int limitMib() {
        return GcConditions.SHORT_MIB;
    }
}
