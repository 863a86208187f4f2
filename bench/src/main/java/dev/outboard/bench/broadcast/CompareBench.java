package dev.outboard.bench.broadcast;

import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Interleave;
import dev.outboard.bench.run.Jvm;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Puts modes of the server under loads: every run with a server and a load of its own, one run after the other, every mode and
 * load once in a round. One thread.
 */
public final class CompareBench {
    /** A machine on which this many runs of the same were disturbed will not be quiet for the next one. */
    private static final int MOST_REPEATS = 2;

    private final MigrationPlan plan;
    private final ForkedIm forked;
    private final String program;
    private final boolean strict;
    private final Journal journal;
    private final Progress progress;
    private final String created = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    private final long startNanos = System.nanoTime();
    private final Map<String, List<CompareRun>> runs = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private String transport = "unknown";
    private int ended;
    private int forks;
    private int repeated;

    /** @param strict whether a load that was its own bottleneck fails its run */
    private CompareBench(
            MigrationPlan plan, boolean strict, Path work, String program, Journal journal, Progress progress) {
        this.plan = plan;
        this.strict = strict;
        this.forked = new ForkedIm(work, program);
        this.program = program;
        this.journal = journal;
        this.progress = progress;
    }

    /**
     * Runs the plan. A run that fails its checks, and a process that does not end well, is in the report and not an
     * exception.
     *
     * @param work where the logs of the processes go
     * @throws InterruptedException where the thread was interrupted; no child is left behind
     */
    public static CompareReport run(ComparePlan plan, Path work, Progress progress)
            throws IOException, InterruptedException {
        return run(plan, work, BroadcastBench.PROGRAM, progress);
    }

    static CompareReport run(ComparePlan plan, Path work, String program, Progress progress)
            throws IOException, InterruptedException {
        final List<Spoke> spokes = plan.cells().stream()
                .map(cell -> new Spoke(cell.id(), cell, plan))
                .toList();
        final CompareBench bench =
                new CompareBench(new MigrationPlan(spokes, 0), false, work, program, Journal.none(), progress);
        bench.runAll();
        return bench.report(
                plan, spokes.stream().flatMap(spoke -> bench.of(spoke).stream()).toList());
    }

    /**
     * Runs what the journal does not hold yet.
     *
     * @param journal gets every run when it has ended, under the names of its load, its mode and its round
     */
    static MigrationReport run(MigrationPlan plan, Path work, String program, Journal journal, Progress progress)
            throws IOException, InterruptedException {
        final CompareBench bench = new CompareBench(plan, true, work, program, journal, progress);
        bench.runAll();
        return MigrationReport.of(
                bench.created,
                Environment.capture(),
                plan,
                plan.spokes().stream()
                        .map(spoke -> bench.report(spoke.plan(), bench.of(spoke)))
                        .toList(),
                bench.repeated,
                bench.notes);
    }

    private CompareReport report(ComparePlan of, List<CompareRun> all) {
        return new CompareReport(
                CompareReport.SCHEMA,
                created,
                Environment.capture(),
                of,
                Jvm.of("server", program).flags(of.serverFlags()).flags(),
                Jvm.of("load", program).flags(BroadcastPlan.LOAD_FLAGS).flags(),
                transport,
                all);
    }

    private List<CompareRun> of(Spoke spoke) {
        return runs.getOrDefault(spoke.id(), List.of());
    }

    private void runAll() throws IOException, InterruptedException {
        for (int round = 0; round < plan.rounds(); round++) {
            // Two rounds have an interval, one has none: so two always run.
            if (round > 1 && spareSeconds(runsOf(round)) < 0) {
                notes.add("Time ran short: " + round + " of " + plan.rounds() + " rounds ran.");
                return;
            }
            for (Spoke spoke : plan.spokes()) {
                if (round < spoke.plan().pairs()) {
                    final List<List<String>> turns =
                            Interleave.rounds(spoke.plan().modes(), spoke.plan().pairs());
                    for (String mode : turns.get(round)) {
                        one(mode, spoke, round);
                    }
                }
            }
        }
    }

    private void one(String mode, Spoke spoke, int round) throws IOException, InterruptedException {
        final String name = spoke.id() + "-" + mode + "-" + (round + 1);
        final Optional<CompareRun> before = journal.find(name, CompareRun.class);
        final CompareRun run = before.isPresent() ? before.get() : undisturbed(mode, spoke, round);
        if (before.isEmpty()) {
            journal.add(name, run);
        }
        runs.computeIfAbsent(spoke.id(), id -> new ArrayList<>()).add(run);
        ended++;
    }

    /** Runs it again where others disturbed it and there is time to spare. */
    private CompareRun undisturbed(String mode, Spoke spoke, int round) throws InterruptedException {
        CompareRun run = fork(mode, spoke, round);
        for (int i = 0; i < MOST_REPEATS && run.error() == null && run.isDropped(); i++) {
            // The run itself has not been counted as ended.
            if (plan.budgetSeconds() == 0 || spareSeconds(plan.runs() - ended) < 0) {
                break;
            }
            repeated++;
            progress.note(
                    "repeated, for others used the machine: " + mode + ", " + spoke.id() + ", round " + (round + 1));
            run = fork(mode, spoke, round);
        }
        return run;
    }

    private CompareRun fork(String mode, Spoke spoke, int round) throws InterruptedException {
        final ComparePlan load = spoke.plan();
        final String what = mode + ", " + spoke.id() + ", round " + (round + 1);
        progress.stage("compare " + (ended + 1) + "/" + plan.runs() + ": " + what, left());
        final ForkedIm.Seen seen = forked.run(new ForkedIm.Task(
                mode + "-" + spoke.id() + "-" + (round + 1),
                load.serverFlags(),
                load.heapMib(),
                load.serverArguments(mode),
                load.loadArguments(spoke.cell()),
                Duration.ofSeconds((long) load.warmupSeconds() + load.seconds())));
        if (!seen.transport().isEmpty()) {
            transport = seen.transport();
        }
        forks++;
        final CompareRun run = CompareRun.of(mode, spoke.cell(), round, seen, strict);
        if (run.error() != null) {
            progress.note("FAILED: " + what + ": " + run.error());
        }
        return run;
    }

    private int runsOf(int round) {
        return plan.spokes().stream()
                .filter(spoke -> round < spoke.plan().pairs())
                .mapToInt(spoke -> spoke.plan().modes().size())
                .sum();
    }

    /** What is left of the budget behind that many more runs, each as long as those so far were on average. */
    private double spareSeconds(int more) {
        if (plan.budgetSeconds() == 0 || forks == 0) {
            return 0;
        }
        final double elapsed = (System.nanoTime() - startNanos) / 1e9;
        return plan.budgetSeconds() - elapsed - more * elapsed / forks;
    }

    /** By what the runs so far have taken, and never beyond the budget. */
    private Duration left() {
        final double elapsed = (System.nanoTime() - startNanos) / 1e9;
        final double each = forks == 0 ? (double) plan.estimatedSeconds() / plan.runs() : elapsed / forks;
        final double left = each * (plan.runs() - ended);
        return Duration.ofSeconds(Math.round(
                plan.budgetSeconds() == 0 ? left : Math.max(each, Math.min(left, plan.budgetSeconds() - elapsed))));
    }
}
