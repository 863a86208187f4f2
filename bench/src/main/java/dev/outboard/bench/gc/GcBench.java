package dev.outboard.bench.gc;

import dev.outboard.bench.run.Interleave;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Runs a {@link GcPlan}: every run in a JVM of its own, one after the other. One thread; forks the same JDK that runs it. */
public final class GcBench {
    /** After so many repeats that were no better the machine is busy, and their time is better spent on windows. */
    private static final int MOST_FRUITLESS = 3;

    private final GcPlan plan;
    private final Journal journal;
    private final Progress progress;
    private final TimeBudget time;
    private final List<GcRun> runs = new ArrayList<>();
    private final List<String> notes;
    private final Set<String> jdks = new LinkedHashSet<>();
    private int fruitless;

    private GcBench(GcPlan plan, List<String> notes, Journal journal, Progress progress) {
        this.plan = plan;
        this.notes = notes;
        this.journal = journal;
        this.progress = progress;
        this.time = new TimeBudget(plan);
    }

    /**
     * Runs the plan. A run that fails, and an arm that cannot run in this JVM, is in the report and not an exception.
     *
     * @throws InterruptedException where the thread was interrupted; no child is left behind
     */
    public static GcReport run(GcPlan plan, Progress progress) throws InterruptedException {
        try {
            return run(plan, Journal.none(), progress);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The same, but for what the journal holds already; each run is in it when it has ended.
     *
     * @throws IOException where the journal cannot be read or written
     */
    public static GcReport run(GcPlan plan, Journal journal, Progress progress)
            throws IOException, InterruptedException {
        return run(plan, GcPlant.NONE, journal, progress);
    }

    static GcReport run(GcPlan plan, GcPlant plant, Journal journal, Progress progress)
            throws IOException, InterruptedException {
        List<String> notes = new ArrayList<>();
        return new GcBench(able(plan, notes), notes, journal, progress).run(plant);
    }

    /** The plan without the arms that cannot run here; that is said once for each. */
    private static GcPlan able(GcPlan plan, List<String> notes) {
        Set<String> missing = new LinkedHashSet<>();
        List<GcCell> cells = new ArrayList<>();
        for (GcCell cell : plan.cells()) {
            List<GcArm> able = new ArrayList<>();
            for (GcArm arm : cell.arms()) {
                Optional<String> why = arm.unavailableOn(cell.conditions().jdk());
                why.ifPresentOrElse(reason -> missing.add(arm.id() + " was left out: " + reason), () -> able.add(arm));
            }
            if (!able.isEmpty()) {
                cells.add(cell.with(able));
            }
        }
        notes.addAll(missing);
        if (cells.isEmpty()) {
            throw new IllegalArgumentException("arms: " + String.join("; ", notes) + " (expected: one that runs here)");
        }
        return new GcPlan(cells, plan.warmupSeconds(), plan.liveMib(), plan.repeats(), plan.budgetSeconds());
    }

    private GcReport run(GcPlant plant) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("outboard-gc");
        folder.toFile().deleteOnExit(); // for Ctrl-C; registered first, so deleted last
        try {
            ForkedRun fork = new ForkedRun(plan, plant, folder);
            for (GcCell cell : plan.cells()) {
                List<List<GcArm>> rounds = Interleave.rounds(cell.arms(), cell.rounds());
                for (int round = 0; round < rounds.size(); round++) {
                    for (GcArm arm : rounds.get(round)) {
                        one(fork, cell, arm, round);
                    }
                }
            }
        } finally {
            Files.deleteIfExists(folder);
        }
        return GcReports.of(plan, String.join(", ", jdks), List.copyOf(runs), List.copyOf(notes));
    }

    private void one(ForkedRun fork, GcCell cell, GcArm arm, int round) throws IOException, InterruptedException {
        String name = ForkedRun.name(arm, cell, round);
        Optional<ForkedRun.Outcome> before = journal.find(name, ForkedRun.Outcome.class);
        ForkedRun.Outcome outcome;
        if (before.isPresent()) {
            outcome = before.get();
            time.spend(cell, 0, 0);
        } else {
            outcome = measured(fork, cell, arm, round);
            if (outcome.ended()) {
                journal.add(name, outcome);
            }
        }
        runs.add(outcome.run());
        if (!outcome.jdk().isEmpty()) {
            jdks.add(outcome.jdk());
        }
    }

    /** A run that others disturbed is done again, and the least disturbed one counts; one that fails counts at once. */
    private ForkedRun.Outcome measured(ForkedRun fork, GcCell cell, GcArm arm, int round) throws InterruptedException {
        String which = cell.rounds() == 1 ? "" : ", round " + (round + 1) + " of " + cell.rounds();
        progress.stage("GC pauses, " + cell.id() + which + ": " + arm.id(), Duration.ofSeconds(time.leftSeconds()));
        long startNanos = System.nanoTime();
        ForkedRun.Outcome best = fork.run(arm, cell, round, time.windowSeconds(cell));
        time.spend(cell, seconds(startNanos), best.run().windowSeconds());
        for (int repeat = 1; repeat <= plan.repeats() && isWorthRepeating(best.run(), cell); repeat++) {
            progress.note(String.format(
                    Locale.ROOT,
                    "%s, %s%s: others used %.1f cores, once more",
                    arm.id(),
                    cell.id(),
                    which,
                    best.run().foreignCores()));
            startNanos = System.nanoTime();
            ForkedRun.Outcome again = fork.run(arm, cell, round, time.windowSeconds(cell));
            time.repeat(cell, seconds(startNanos), again.run().windowSeconds());
            notes.add(String.format(
                    Locale.ROOT,
                    "%s, %s%s was run again: others used %.1f cores, then %.1f.",
                    arm.id(),
                    cell.id(),
                    which,
                    best.run().foreignCores(),
                    again.run().foreignCores()));
            fruitless += again.run().noisy() ? 1 : 0;
            if (!again.run().valid() || again.run().foreignCores() < best.run().foreignCores()) {
                best = again;
            }
        }
        return best;
    }

    private boolean isWorthRepeating(GcRun run, GcCell cell) {
        return run.valid() && run.noisy() && fruitless < MOST_FRUITLESS && time.allowsRepeat(cell);
    }

    private static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
