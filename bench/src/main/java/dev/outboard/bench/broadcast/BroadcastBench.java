package dev.outboard.bench.broadcast;

import dev.outboard.bench.run.Interleave;
import dev.outboard.bench.run.Jvm;
import dev.outboard.bench.run.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a {@link BroadcastPlan}: every run with a server and a load of its own, one run after the other. One thread. */
public final class BroadcastBench {
    static final String PROGRAM = "dev.outboard.bench.cli.Outboard";

    private final BroadcastPlan plan;
    private final Path work;
    private final String program;
    private final Progress progress;
    private final long startNanos = System.nanoTime();
    private final List<BroadcastRun> runs = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private String transport = "unknown";
    private int runsLeft;

    private BroadcastBench(BroadcastPlan plan, Path work, String program, Progress progress) {
        this.plan = plan;
        this.work = work;
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
    public static BroadcastReport run(BroadcastPlan plan, Path work, Progress progress) throws InterruptedException {
        return run(plan, work, PROGRAM, progress);
    }

    static BroadcastReport run(BroadcastPlan plan, Path work, String program, Progress progress)
            throws InterruptedException {
        return new BroadcastBench(plan, work, program, progress).run();
    }

    private BroadcastReport run() throws InterruptedException {
        final List<List<BroadcastArm>> pairs = Interleave.rounds(List.of(BroadcastArm.values()), plan.pairs());
        final int openRuns = plan.openSeconds() > 0 ? BroadcastArm.values().length : 0;
        for (int pair = 0; pair < pairs.size(); pair++) {
            runsLeft = BroadcastArm.values().length * (plan.pairs() - pair) + openRuns;
            // Two pairs weigh more than an open loop, and that more than a third pair.
            if (pair > 0 && isShort(BroadcastArm.values().length + (pair > 1 ? openRuns : 0))) {
                notes.add("Time ran short: " + pair + " of " + plan.pairs() + " pairs ran.");
                break;
            }
            for (BroadcastArm arm : pairs.get(pair)) {
                one(arm, BroadcastCell.CLOSED, pair);
            }
        }
        runsLeft = openRuns;
        if (openRuns > 0 && isShort(openRuns)) {
            notes.add("Time ran short: the open loop was left out.");
        } else if (openRuns > 0) {
            for (BroadcastArm arm : BroadcastArm.values()) {
                one(arm, BroadcastCell.OPEN, 0);
            }
        }
        return new BroadcastReport(
                plan,
                Runtime.version().toString(),
                Jvm.of("server", program).flags(plan.serverFlags()).flags(),
                Jvm.of("load", program).flags(BroadcastPlan.LOAD_FLAGS).flags(),
                transport,
                runs,
                notes);
    }

    /** Whether that many more runs, each as long as those so far were on average, would pass the budget. */
    private boolean isShort(int more) {
        final double elapsed = (System.nanoTime() - startNanos) / 1e9;
        return plan.budgetSeconds() > 0 && elapsed + more * elapsed / runs.size() > plan.budgetSeconds();
    }

    /** By what the runs so far have taken, and never beyond the budget. */
    private long leftSeconds(int all) {
        final double elapsed = (System.nanoTime() - startNanos) / 1e9;
        final double each = runs.isEmpty() ? (double) plan.estimatedSeconds() / all : elapsed / runs.size();
        final double left = each * runsLeft;
        return Math.round(
                plan.budgetSeconds() == 0 ? left : Math.max(each, Math.min(left, plan.budgetSeconds() - elapsed)));
    }

    private void one(BroadcastArm arm, BroadcastCell cell, int pair) throws InterruptedException {
        final int all = runs.size() + runsLeft;
        progress.stage(
                "broadcast " + (runs.size() + 1) + "/" + all + ": " + arm.id() + ", " + cell.id() + " loop, pair "
                        + (pair + 1),
                Duration.ofSeconds(leftSeconds(all)));
        final ForkedPair forked = new ForkedPair(plan, work, program);
        final BroadcastRun run = forked.run(arm, cell, pair);
        if (!forked.transport().isEmpty()) {
            transport = forked.transport();
        }
        if (run.error() != null) {
            progress.note("FAILED: " + arm.id() + ", " + cell.id() + " loop, pair " + (pair + 1) + ": " + run.error());
        }
        runs.add(run);
        runsLeft--;
    }
}
