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

/** Runs a {@link GcPlan}: every run in a JVM of its own, one after the other. One thread; forks the same JDK that runs it. */
public final class GcBench {
    private final GcPlan plan;
    private final Progress progress;
    private final List<GcRun> runs = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<String> jdks = new LinkedHashSet<>();
    private final List<GcArm> arms = new ArrayList<>();

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
            TimeBudget time = new TimeBudget(plan, arms.size());
            List<List<GcArm>> rounds = Interleave.rounds(arms, plan.pairs());
            for (int round = 0; round < rounds.size(); round++) {
                cell(fork, time, GcCell.CLOSED, rounds.get(round), round);
            }
            if (plan.openSeconds() > 0) {
                cell(fork, time, GcCell.OPEN, arms, 0);
            }
            if (plan.limitedSeconds() > 0) {
                cell(fork, time, GcCell.LIMITED, arms, 0);
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

    private void cell(ForkedRun fork, TimeBudget time, GcCell cell, List<GcArm> order, int round)
            throws InterruptedException {
        for (GcArm arm : order) {
            String which = cell == GcCell.CLOSED ? ", round " + (round + 1) + " of " + plan.pairs() : "";
            progress.stage(
                    "GC pauses, " + cell.id() + " load" + which + ": " + arm.id(),
                    Duration.ofSeconds(time.leftSeconds()));
            long startNanos = System.nanoTime();
            ForkedRun.Outcome outcome = fork.run(arm, cell, round, time.windowSeconds(cell));
            runs.add(outcome.run());
            if (!outcome.jdk().isEmpty()) {
                jdks.add(outcome.jdk());
            }
            time.spend(
                    cell, (System.nanoTime() - startNanos) / 1e9, outcome.run().windowSeconds());
        }
    }

    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory("outboard-gc");
            folder.toFile().deleteOnExit(); // for Ctrl-C; registered first, so deleted last
            return folder;
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
