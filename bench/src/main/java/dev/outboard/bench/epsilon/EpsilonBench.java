package dev.outboard.bench.epsilon;

import dev.outboard.bench.rpc.load.CountedMain;
import dev.outboard.bench.rpc.load.Payload;
import dev.outboard.bench.rpc.load.ServerMain;
import dev.outboard.bench.run.ChildFailedException;
import dev.outboard.bench.run.Environment;
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
import java.util.Optional;

/** Runs an {@link EpsilonPlan}, one pair of JVMs after the other. One thread. */
final class EpsilonBench {
    /** The heap of a JVM without a collector: it ends where it is full. */
    static final List<String> EPSILON =
            List.of("-Xms512m", "-Xmx512m", "-XX:+UnlockExperimentalVMOptions", "-XX:+UseEpsilonGC", "-Xlog:gc=off");

    private static final List<String> COLLECTED = List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC");
    private static final Duration START = Duration.ofSeconds(60);
    /** Between two lines of a client that prints one a second. */
    private static final Duration SILENCE = Duration.ofSeconds(60);

    /** Calls per second, one at a time and many, until this machine's own are known. */
    private static final double SINGLY_GUESS = 20_000;

    private static final double GUESS = 800_000;
    private static final double SECONDS_PER_RUN = 2;
    private static final int STEPS = 4;

    private final EpsilonPlan plan;
    private final Path work;
    private final Journal journal;
    private final Progress progress;

    private EpsilonBench(EpsilonPlan plan, Path work, Journal journal, Progress progress) {
        this.plan = plan;
        this.work = work;
        this.journal = journal;
        this.progress = progress;
    }

    /** Runs the plan. A run that fails is in the report and not an exception. */
    static EpsilonReport run(EpsilonPlan plan, Path work, Progress progress) throws IOException, InterruptedException {
        return run(plan, work, Journal.none(), progress);
    }

    /** Runs what the journal does not hold. */
    static EpsilonReport run(EpsilonPlan plan, Path work, Journal journal, Progress progress)
            throws IOException, InterruptedException {
        return new EpsilonBench(plan, work, journal, progress).run();
    }

    private EpsilonReport run() throws IOException, InterruptedException {
        String created = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        List<EpsilonPlan.Task> tasks = plan.tasks();
        List<EpsilonRun> runs = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            List<EpsilonPlan.Task> later = tasks.subList(i + 1, tasks.size());
            double after =
                    later.stream().mapToDouble(EpsilonBench::guessSeconds).sum();
            EpsilonRun run = journaled(tasks.get(i), (i + 1) + "/" + tasks.size(), after);
            if (run.error() != null) {
                progress.note("FAILED: " + tasks.get(i) + ": " + run.error());
            }
            runs.add(run);
        }
        return new EpsilonReport(created, Environment.capture(), plan.sound(), EPSILON, runs);
    }

    private EpsilonRun journaled(EpsilonPlan.Task task, String number, double after)
            throws IOException, InterruptedException {
        Optional<EpsilonRun> before = journal.find(task.name(), EpsilonRun.class);
        if (before.isPresent()) {
            return before.get();
        }
        EpsilonRun run = one(task, number, after);
        journal.add(task.name(), run);
        return run;
    }

    private EpsilonRun one(EpsilonPlan.Task task, String number, double after) throws InterruptedException {
        String what = "epsilon " + number + ": " + task;
        progress.stage(what, Duration.ofSeconds(Math.round(guessSeconds(task) + after)));
        try (Jvm server = jvm(task, "server", ServerMain.class)
                .args(List.of(task.peerClass(), task.mode(), Payload.CHAT.id()))
                .start()) {
            String[] ports = server.awaitLine(line -> line.startsWith(ServerMain.LISTENING), START)
                    .substring(ServerMain.LISTENING.length())
                    .split(" ");
            EpsilonRun run = client(task, ports, what, after);
            server.expectExit(0, START);
            return run;
        } catch (ChildFailedException e) {
            return EpsilonRun.failed(task, String.valueOf(e.getMessage()));
        }
    }

    private EpsilonRun client(EpsilonPlan.Task task, String[] ports, String what, double after)
            throws InterruptedException {
        try (Jvm client = jvm(task, "client", CountedMain.class)
                .args(List.of(
                        task.peerClass(),
                        task.mode(),
                        Payload.CHAT.id(),
                        ports[0],
                        ports[1],
                        "" + task.connections(),
                        "" + task.inFlight(),
                        "" + task.warmupCalls(),
                        "" + task.calls()))
                .start()) {
            String result = follow(client, task, what, after);
            client.expectExit(0, START);
            return EpsilonRun.parse(task, result.substring(CountedMain.RESULT.length()));
        }
    }

    /** Says how far the client is; returns its last line. */
    private String follow(Jvm client, EpsilonPlan.Task task, String what, double after) throws InterruptedException {
        long all = task.warmupCalls() + task.calls();
        long start = System.nanoTime();
        long step = 1;
        while (true) {
            String line = client.awaitLine(
                    said -> said.startsWith(CountedMain.RESULT) || said.startsWith(CountedMain.DONE), SILENCE);
            if (line.startsWith(CountedMain.RESULT)) {
                return line;
            }
            long done = Long.parseLong(line.substring(CountedMain.DONE.length()));
            if (done > 0 && done * STEPS >= step * all) {
                step = done * STEPS / all + 1;
                double left = (System.nanoTime() - start) / 1e9 * (all - done) / done;
                progress.stage(
                        what + ", " + Math.min(100, 100 * done / all) + " %",
                        Duration.ofSeconds(Math.round(left + after)));
            }
        }
    }

    private Jvm.Builder jvm(EpsilonPlan.Task task, String side, Class<?> main) {
        return Jvm.of(task + ", " + side, main.getName())
                .flags(task.collector() ? COLLECTED : EPSILON)
                .log(work.resolve(task.mode() + "-" + side + ".log"));
    }

    private static double guessSeconds(EpsilonPlan.Task task) {
        double rate = task.publishes()
                ? GUESS / task.messagesPerCall()
                : task.connections() * task.inFlight() == 1 ? SINGLY_GUESS : GUESS;
        return SECONDS_PER_RUN + (task.warmupCalls() + task.calls()) / rate;
    }
}
