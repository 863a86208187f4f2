package dev.outboard.bench.rpc;

import dev.outboard.bench.rpc.load.Payload;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Interleave;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.run.Stats;
import dev.outboard.bench.suite.Journal;
import dev.outboard.bench.suite.Share;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs an {@link RpcPlan}: closed loops in interleaved rounds, then the pairs of the two codecs, then open loops at a
 * share of what the raw echo did. One thread.
 */
final class RpcBench {
    /** The open loop's rate, as a share of the raw echo's closed loop in the same cell. */
    static final double OPEN_SHARE = 0.4;
    /** What a contender's closed loop must have done above the open rate for an open loop to make sense. */
    private static final double HEADROOM = 1.1;
    /** What a run takes beside its window, as an estimate. */
    private static final double AROUND_SECONDS = 1.6;

    private final RpcPlan plan;
    private final Journal journal;
    private final Share share;
    private final Progress progress;
    private final RpcPeers peers = new RpcPeers();
    private final ForkedRpc forked;
    private final List<RpcRun> runs = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int left;

    private RpcBench(RpcPlan plan, Path work, Journal journal, Share share, Progress progress) {
        this.plan = plan;
        this.journal = journal;
        this.share = share;
        this.progress = progress;
        this.forked = new ForkedRpc(plan, work, peers);
    }

    /**
     * Runs the plan. A run that fails is in the report and not an exception.
     *
     * @param work where the logs of the JVMs go
     */
    static RpcReport run(RpcPlan plan, Path work, Progress progress) throws IOException, InterruptedException {
        return run(plan, work, Journal.none(), Share.unlimited(), progress);
    }

    /**
     * Runs what the journal does not hold.
     *
     * @param share of a suite's time; rounds that it does not allow are left out, with a note
     */
    static RpcReport run(RpcPlan plan, Path work, Journal journal, Share share, Progress progress)
            throws IOException, InterruptedException {
        return new RpcBench(plan, work, journal, share, progress).run();
    }

    private RpcReport run() throws IOException, InterruptedException {
        String created = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        build();
        List<ForkedRpc.Task> closed = closedTasks();
        List<ForkedRpc.Task> pairs = pairTasks();
        left = closed.size() + pairs.size() + mostOpenRuns();
        runAll(closed);
        runAll(pairs);
        runAll(openTasks());
        if (plan.contenders().stream().anyMatch(RpcContender::isPeer)) {
            notes.add(
                    "Other libraries warm up until 500,000 calls have ended, 30 s at most: they have more code to compile.");
        }
        if (!plan.isSound()) {
            notes.add("A smoke run at a tiny scale: it shows that everything works, and its figures say nothing.");
        }
        return new RpcReport(
                created,
                Environment.capture(),
                plan,
                flags(),
                runs,
                plan.isSound() ? RpcBars.of(plan, runs) : List.of(),
                notes);
    }

    /** What is not there afterwards does not run, and misses its goals. */
    private void build() throws InterruptedException {
        String problem = peers.build(plan.contenders(), progress);
        if (!problem.isEmpty()) {
            notes.add(problem);
        }
        plan.contenders().stream()
                .filter(contender -> !peers.isBuilt(contender))
                .forEach(contender -> notes.add(contender.id() + ": missing, not built here"));
    }

    private List<String> flags() {
        List<String> flags = new ArrayList<>(ForkedRpc.FLAGS);
        if (plan.contenders().stream().anyMatch(RpcContender::isPeer)) {
            ForkedRpc.PEER_FLAGS.forEach(flag -> flags.add("raw and other libraries: " + flag));
        }
        return flags;
    }

    private List<ForkedRpc.Task> closedTasks() {
        List<ForkedRpc.Task> tasks = new ArrayList<>();
        for (int round = 0; round < plan.rounds(); round++) {
            for (RpcPlan.Load load : plan.loads()) {
                for (RpcContender contender : turn(present(load), round)) {
                    tasks.add(new ForkedRpc.Task(contender, load, RpcLoop.CLOSED, round, 0));
                }
            }
        }
        return tasks;
    }

    private List<ForkedRpc.Task> pairTasks() {
        List<RpcContender> codecs = List.of(RpcContender.UNSAFE_LOOP, RpcContender.SAFE_LOOP);
        if (!plan.contenders().containsAll(codecs) || !plan.payloads().contains(Payload.CHAT)) {
            return List.of();
        }
        RpcPlan.Load load =
                new RpcPlan.Load(Payload.CHAT, plan.cells().get(plan.cells().size() - 1));
        List<ForkedRpc.Task> tasks = new ArrayList<>();
        for (int pair = 0; pair < plan.pairs(); pair++) {
            for (RpcContender contender : turn(codecs, pair)) {
                tasks.add(new ForkedRpc.Task(contender, load, RpcLoop.PAIR, pair, 0));
            }
        }
        return tasks;
    }

    /** 64 bytes where more than one call is in flight; everything in a plan of all payloads. */
    private List<RpcPlan.Load> openLoads() {
        return plan.loads().stream()
                .filter(load -> load.payload() != Payload.CHAT)
                .filter(load -> plan.allPayloads()
                        || load.payload() == Payload.BYTES_64 && load.cell().inFlight() > 1)
                .toList();
    }

    private List<ForkedRpc.Task> openTasks() {
        List<ForkedRpc.Task> tasks = new ArrayList<>();
        if (!plan.open()) {
            return tasks;
        }
        int before;
        int round = 0;
        do {
            before = tasks.size();
            for (RpcPlan.Load load : openLoads()) {
                addOpen(tasks, load, round);
            }
            round++;
        } while (tasks.size() > before);
        left = tasks.size();
        return tasks;
    }

    private void addOpen(List<ForkedRpc.Task> tasks, RpcPlan.Load load, int round) {
        double rate = OPEN_SHARE * capacity(RpcContender.RAW_HAND, load);
        List<RpcContender> running = present(load).stream()
                .filter(contender -> round < plan.openRounds(contender, load))
                .filter(contender -> contender.isRaw() || capacity(contender, load) > HEADROOM * rate)
                .toList();
        if (rate > 0) {
            turn(running, round)
                    .forEach(contender ->
                            tasks.add(new ForkedRpc.Task(contender, load, RpcLoop.OPEN, round, Math.round(rate))));
        }
    }

    /** As many as there are if all keep up. */
    private int mostOpenRuns() {
        return plan.open()
                ? openLoads().stream()
                        .flatMapToInt(
                                load -> present(load).stream().mapToInt(contender -> plan.openRounds(contender, load)))
                        .sum()
                : 0;
    }

    private List<RpcContender> present(RpcPlan.Load load) {
        return plan.contenders(load.payload()).stream().filter(peers::isBuilt).toList();
    }

    private double capacity(RpcContender contender, RpcPlan.Load load) {
        return Stats.median(runs.stream()
                .filter(run -> run.error() == null && run.isOf(contender, load, RpcLoop.CLOSED))
                .mapToDouble(RpcRun::callsPerSecond)
                .toArray());
    }

    private void runAll(List<ForkedRpc.Task> tasks) throws IOException, InterruptedException {
        for (int i = 0; i < tasks.size(); i++) {
            ForkedRpc.Task task = tasks.get(i);
            double seconds = seconds(task);
            if (i > 0 && task.round() > tasks.get(i - 1).round() && !share.allows(seconds * inRound(tasks, task))) {
                notes.add("Cut: the " + task.loop().id() + " loop ended behind round " + task.round() + " of "
                        + (tasks.get(tasks.size() - 1).round() + 1) + ", for its share of the time was used up.");
                left -= tasks.size() - i;
                return;
            }
            progress.stage(
                    "rpc " + task + ", " + (task.round() + 1) + " (" + left + " runs left)",
                    Duration.ofSeconds(Math.round(left * seconds)));
            RpcRun run = run(task);
            if (run.error() != null) {
                progress.note("FAILED: " + task + ": " + run.error());
            }
            runs.add(run);
            left--;
        }
    }

    private RpcRun run(ForkedRpc.Task task) throws IOException, InterruptedException {
        String name = task.loop().id() + "-" + task.load().payload().id() + "-"
                + task.load().cell() + "-" + task.contender().id() + "-" + task.round();
        Optional<RpcRun> before = journal.find(name, RpcRun.class);
        if (before.isPresent()) {
            return before.get();
        }
        RpcRun run = forked.run(task);
        // JSON has no infinity: who did not keep up would come back as one who was not measured.
        if (!Double.isInfinite(run.latency().p99())) {
            journal.add(name, run);
        }
        return run;
    }

    private double seconds(ForkedRpc.Task task) {
        return AROUND_SECONDS + (plan.warmupMillis(task.loop()) + plan.windowMillis(task.loop())) / 1000.0;
    }

    private static long inRound(List<ForkedRpc.Task> tasks, ForkedRpc.Task first) {
        return tasks.stream().filter(task -> task.round() == first.round()).count();
    }

    /** The order of this round. */
    private static List<RpcContender> turn(List<RpcContender> contenders, int round) {
        return Interleave.rounds(contenders, round + 1).get(round);
    }
}
