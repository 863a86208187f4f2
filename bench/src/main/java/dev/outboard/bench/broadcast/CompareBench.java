package dev.outboard.bench.broadcast;

import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Interleave;
import dev.outboard.bench.run.Jvm;
import dev.outboard.bench.run.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Runs a {@link ComparePlan}: every run with a server and a load of its own, one run after the other. One thread. */
public final class CompareBench {
    private final ComparePlan plan;
    private final ForkedIm forked;
    private final String program;
    private final Progress progress;
    private final long startNanos = System.nanoTime();
    private final List<CompareRun> runs = new ArrayList<>();
    private String transport = "unknown";

    private CompareBench(ComparePlan plan, Path work, String program, Progress progress) {
        this.plan = plan;
        this.forked = new ForkedIm(work, program);
        this.program = program;
        this.progress = progress;
    }

    /**
     * Runs the plan. A run that fails its checks, and a process that does not end well, is in the report and not an
     * exception.
     *
     * @param work where the logs of the processes go
     * @throws InterruptedException where the thread was interrupted; no child is left behind
     */
    public static CompareReport run(ComparePlan plan, Path work, Progress progress) throws InterruptedException {
        return run(plan, work, BroadcastBench.PROGRAM, progress);
    }

    static CompareReport run(ComparePlan plan, Path work, String program, Progress progress)
            throws InterruptedException {
        return new CompareBench(plan, work, program, progress).run();
    }

    private CompareReport run() throws InterruptedException {
        final String created = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        final List<List<String>> rounds = Interleave.rounds(plan.modes(), plan.pairs());
        for (int round = 0; round < rounds.size(); round++) {
            for (CompareCell cell : plan.cells()) {
                for (String mode : rounds.get(round)) {
                    one(mode, cell, round);
                }
            }
        }
        return new CompareReport(
                CompareReport.SCHEMA,
                created,
                Environment.capture(),
                plan,
                Jvm.of("server", program).flags(plan.serverFlags()).flags(),
                Jvm.of("load", program).flags(BroadcastPlan.LOAD_FLAGS).flags(),
                transport,
                runs);
    }

    private void one(String mode, CompareCell cell, int round) throws InterruptedException {
        final String what = mode + ", " + cell.id() + ", round " + (round + 1);
        progress.stage("compare " + (runs.size() + 1) + "/" + plan.runs() + ": " + what, left());
        final ForkedIm.Seen seen = forked.run(new ForkedIm.Task(
                mode + "-" + cell.id() + "-" + (round + 1),
                plan.serverFlags(),
                plan.serverArguments(mode),
                plan.loadArguments(cell),
                Duration.ofSeconds((long) plan.warmupSeconds() + plan.seconds())));
        if (!seen.transport().isEmpty()) {
            transport = seen.transport();
        }
        final CompareRun run = CompareRun.of(mode, cell, round, seen);
        if (run.error() != null) {
            progress.note("FAILED: " + what + ": " + run.error());
        }
        runs.add(run);
    }

    /** By what the runs so far have taken. */
    private Duration left() {
        final double each =
                runs.isEmpty() ? plan.secondsOfARun() : (System.nanoTime() - startNanos) / 1e9 / runs.size();
        return Duration.ofSeconds(Math.round(each * (plan.runs() - runs.size())));
    }
}
