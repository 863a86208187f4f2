package dev.outboard.bench.gc;

import dev.outboard.bench.run.Interleave;
import dev.outboard.bench.run.Progress;
import dev.outboard.codec.CodecUnavailableException;
import dev.outboard.codec.spi.Codecs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Runs a {@link GcPlan}: every run in a JVM of its own, one after the other. One thread; forks the same JDK that runs it. */
public final class GcBench {
    /** Start, live set and end of a run, as an estimate. */
    private static final long AROUND_SECONDS = 2;

    private final GcPlan plan;
    private final Progress progress;
    private final long startNanos = System.nanoTime();
    private final List<GcRun> runs = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<String> jdks = new LinkedHashSet<>();
    private final List<GcArm> arms = new ArrayList<>();
    private int runsLeft;

    private GcBench(GcPlan plan, Progress progress) {
        this.plan = plan;
        this.progress = progress;
    }

    /**
     * Runs the plan. A run that fails, and an arm that cannot run in this JVM, is in the report and not an exception.
     *
     * @throws InterruptedException where the thread was interrupted; no child is left behind
     */
    public static GcReport run(GcPlan plan, Progress progress) throws InterruptedException {
        return new GcBench(plan, progress).run();
    }

    private GcReport run() throws InterruptedException {
        plan.arms().forEach(this::admit);
        Path folder = temporaryFolder();
        try {
            ForkedRun fork = new ForkedRun(plan, folder);
            List<List<GcArm>> rounds = Interleave.rounds(arms, plan.pairs());
            runsLeft = arms.size() * plan.pairs();
            for (int round = 0; round < rounds.size(); round++) {
                for (GcArm arm : rounds.get(round)) {
                    one(fork, arm, GcCell.CLOSED, round, closedSeconds());
                    runsLeft--;
                }
            }
            if (plan.openSeconds() > 0) {
                for (GcArm arm : arms) {
                    one(fork, arm, GcCell.OPEN, 0, plan.openSeconds());
                }
            }
            if (plan.limitedSeconds() > 0) {
                for (GcArm arm : arms) {
                    one(fork, arm, GcCell.LIMITED, 0, plan.limitedSeconds());
                }
            }
        } finally {
            delete(folder);
        }
        return GcReports.of(
                plan, String.join(", ", jdks), GcFlags.of(plan.budgetMib()), List.copyOf(runs), List.copyOf(notes));
    }

    /** A codec that cannot run here leaves its arm out, and says so once. */
    private void admit(GcArm arm) {
        try {
            if (arm == GcArm.UNSAFE_POOLED) {
                Codecs.load("unsafe");
            }
            arms.add(arm);
        } catch (CodecUnavailableException e) {
            notes.add(arm.id() + " was left out: " + e.getMessage());
        }
    }

    private void one(ForkedRun fork, GcArm arm, GcCell cell, int round, int seconds) throws InterruptedException {
        progress.stage(
                "GC pauses, " + cell.id() + " load, round " + (round + 1) + ": " + arm.id(),
                Duration.ofSeconds(secondsLeft(cell, arm, seconds)));
        ForkedRun.Outcome outcome = fork.run(arm, cell, round, seconds);
        runs.add(outcome.run());
        if (!outcome.jdk().isEmpty()) {
            jdks.add(outcome.jdk());
        }
    }

    private int closedSeconds() {
        long elapsed = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos);
        return closedSeconds(plan, arms.size(), runsLeft, elapsed);
    }

    /** The window of the next closed run: as long as the plan allows, or what its share of the time left allows. */
    static int closedSeconds(GcPlan plan, int arms, int runsLeft, long elapsedSeconds) {
        if (plan.budgetSeconds() == 0) {
            return plan.maxSecondsPerRun();
        }
        long left = plan.budgetSeconds() - elapsedSeconds - openSeconds(plan, arms) - runsLeft * around(plan);
        // Most runs end long before their time, having seen their pauses: so one may take more than its share.
        long share = left * 3 / 2 / Math.max(1, runsLeft);
        return (int) Math.max(1, Math.min(plan.maxSecondsPerRun(), share));
    }

    private long secondsLeft(GcCell cell, GcArm arm, int seconds) {
        int inCell = arms.size() - arms.indexOf(arm);
        return switch (cell) {
            case CLOSED -> openSeconds(plan, arms.size()) + runsLeft * (around(plan) + seconds * 2L / 3);
            case OPEN -> inCell * (around(plan) + plan.openSeconds()) + limitedSeconds(plan, arms.size());
            case LIMITED -> inCell * (around(plan) + plan.limitedSeconds());
        };
    }

    private static long openSeconds(GcPlan plan, int arms) {
        long open = plan.openSeconds() == 0 ? 0 : arms * (around(plan) + plan.openSeconds());
        return open + limitedSeconds(plan, arms);
    }

    private static long limitedSeconds(GcPlan plan, int arms) {
        return plan.limitedSeconds() == 0 ? 0 : arms * (around(plan) + plan.limitedSeconds());
    }

    private static long around(GcPlan plan) {
        return AROUND_SECONDS + plan.warmupSeconds();
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("outboard-gc");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
