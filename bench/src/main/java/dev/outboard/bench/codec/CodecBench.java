package dev.outboard.bench.codec;

import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.run.ChildFailedException;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Interleave;
import dev.outboard.bench.run.Jdk;
import dev.outboard.bench.run.Jvm;
import dev.outboard.bench.run.Noise;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import dev.outboard.bench.suite.Share;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs a {@link CodecPlan}: a new JVM for every contender, data set, operation and round, the contenders in turns. */
final class CodecBench {
    private static final String MAIN = "dev.outboard.bench.peers.PeerMain";
    private static final Duration START_AND_STOP = Duration.ofSeconds(60);
    /** What a JVM takes beside its iterations, as an estimate. */
    private static final double AROUND_SECONDS = 2.5;

    private static final List<String> FLAGS = List.of(
            "-Djmh.ignoreLock=true", // others are seen by the noise gate, and a second run is no error
            "-Xms512m",
            "-Xmx512m",
            "-XX:+UseG1GC",
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=dontinline,dev.outboard.bench.peers.Texts::length");
    private static final List<String> UNSAFE = List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens",
            "java.base/jdk.internal.misc=ALL-UNNAMED",
            "--add-opens",
            "java.base/java.lang=ALL-UNNAMED",
            "--add-opens",
            "java.base/java.nio=ALL-UNNAMED",
            "--add-opens",
            "java.base/sun.nio.ch=ALL-UNNAMED");

    private final CodecPlan plan;
    private final Journal journal;
    private final Share share;
    private final Progress progress;
    private final PeerBuild peers = new PeerBuild();
    private final List<CodecRun> runs = new ArrayList<>();

    private CodecBench(CodecPlan plan, Journal journal, Share share, Progress progress) {
        this.plan = plan;
        this.journal = journal;
        this.share = share;
        this.progress = progress;
    }

    static CodecReport run(CodecPlan plan, Progress progress) throws IOException, InterruptedException {
        return run(plan, Journal.none(), Share.unlimited(), progress);
    }

    /**
     * Runs what the journal does not hold.
     *
     * @param share of a suite's time; rounds that it does not allow are left out, with a note
     */
    static CodecReport run(CodecPlan plan, Journal journal, Share share, Progress progress)
            throws IOException, InterruptedException {
        return new CodecBench(plan, journal, share, progress).run();
    }

    private CodecReport run() throws IOException, InterruptedException {
        String created = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        List<String> notes = new ArrayList<>();
        String problem = peers.build(plan.contenders(), progress);
        if (!problem.isEmpty()) {
            notes.add(problem);
        }
        List<Contender> present =
                plan.contenders().stream().filter(peers::isBuilt).toList();
        plan.contenders().stream()
                .filter(contender -> !present.contains(contender))
                .forEach(contender -> notes.add(contender.id() + ": missing, not built here"));
        for (Jdk jdk : plan.jdks()) {
            present.stream()
                    .filter(contender -> !contender.runsOn(jdk))
                    .forEach(contender ->
                            notes.add(contender.id() + ", JDK " + jdk.feature() + ": missing, needs JDK 22 or later"));
        }
        List<Task> tasks = tasks(present);
        for (int i = 0; i < tasks.size(); i++) {
            Task task = tasks.get(i);
            if (i > 0
                    && task.round() > tasks.get(i - 1).round()
                    && !share.allows(tasks.size() / (double) plan.rounds() * secondsPerRun())) {
                notes.add("Cut: it ended behind round " + task.round() + " of " + plan.rounds()
                        + ", for its share of the time was used up.");
                break;
            }
            progress.stage(
                    "codec " + (i + 1) + "/" + tasks.size() + ": JDK "
                            + task.jdk().feature() + ", " + task.data() + ", "
                            + task.operation().title() + ", " + task.contender().id(),
                    Duration.ofSeconds(Math.round((tasks.size() - i) * secondsPerRun())));
            runs.add(journaled(task));
        }
        runs.stream().filter(run -> run.error() != null).forEach(run -> notes.add(run.failure()));
        if (!plan.isSound()) {
            notes.add("A smoke run at a tiny scale: it shows that everything works, and its figures say nothing.");
        }
        List<CodecBar> bars = plan.isSound() ? CodecBars.of(plan, runs) : List.of();
        return new CodecReport(created, Environment.capture(), plan, runs, bars, notes);
    }

    private record Task(Contender contender, String data, Operation operation, Jdk jdk, int round) {
        String name() {
            return "jdk" + jdk.feature() + "-" + data + "-" + operation.method() + "-" + contender.id() + "-" + round;
        }

        CodecRun result(Result said, Noise.Window others, @Nullable String error) {
            return new CodecRun(
                    contender,
                    data,
                    operation,
                    jdk.feature(),
                    round,
                    said.nanos(),
                    said.bytesPerOperation(),
                    said.messageBytes(),
                    others.foreignCores() + others.stolenCores(),
                    error);
        }
    }

    private CodecRun journaled(Task task) throws IOException, InterruptedException {
        Optional<CodecRun> before = journal.find(task.name(), CodecRun.class);
        if (before.isPresent()) {
            return before.get();
        }
        CodecRun run = run(task);
        journal.add(task.name(), run);
        return run;
    }

    private List<Task> tasks(List<Contender> contenders) {
        List<Task> tasks = new ArrayList<>();
        List<List<Contender>> rounds = Interleave.rounds(contenders, plan.rounds());
        for (int round = 0; round < rounds.size(); round++) {
            for (Jdk jdk : plan.jdks()) {
                for (String data : plan.data()) {
                    for (Operation operation : plan.operations()) {
                        for (Contender contender : rounds.get(round)) {
                            if (contender.does(operation) && contender.runsOn(jdk)) {
                                tasks.add(new Task(contender, data, operation, jdk, round));
                            }
                        }
                    }
                }
            }
        }
        return tasks;
    }

    private double secondsPerRun() {
        return AROUND_SECONDS + (plan.warmups() + plan.iterations()) * plan.iterationMillis() / 1000.0;
    }

    private CodecRun run(Task task) throws InterruptedException {
        Contender contender = task.contender();
        try {
            Path result = Files.createTempFile("outboard-codec", ".json");
            result.toFile().deleteOnExit();
            List<String> flags = new ArrayList<>(UNSAFE);
            flags.addAll(FLAGS);
            flags.addAll(contender.flags());
            Jvm.Builder builder = Jvm.of(contender.id() + ", " + task.data(), MAIN)
                    .jdk(task.jdk())
                    .exactFlags(flags)
                    .classPath(peers.classPath(contender))
                    .args(List.of(
                            contender.factory(),
                            task.data(),
                            task.operation().method(),
                            String.valueOf(plan.warmups()),
                            String.valueOf(plan.iterations()),
                            String.valueOf(plan.iterationMillis()),
                            result.toString()));
            Noise noise = Noise.start();
            try (Jvm jvm = builder.start()) {
                jvm.expectExit(0, START_AND_STOP.plusSeconds(2 * Math.round(secondsPerRun())));
                return task.result(JsonReport.read(result, Result.class), noise.window(), null);
            } catch (ChildFailedException e) {
                return task.result(Result.NONE, noise.window(), String.valueOf(e.getMessage()));
            } finally {
                Files.deleteIfExists(result);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a child writes. */
    record Result(List<Double> nanos, double bytesPerOperation, double messageBytes) {
        static final Result NONE = new Result(List.of(), Double.NaN, Double.NaN);
    }
}
