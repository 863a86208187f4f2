package dev.outboard.bench.cleanup;

import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.run.ChildFailedException;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Interleave;
import dev.outboard.bench.run.Jvm;
import dev.outboard.bench.run.Noise;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a {@link CleanupPlan}: a new JVM for every way and round, the ways in turns. One thread. */
final class CleanupBench {
    private static final String MAIN = "dev.outboard.bench.cleanup.CleanupMain";
    private static final Duration START_AND_STOP = Duration.ofSeconds(60);
    /** JMH needs the permission on new JDKs; none of the ways does. */
    static final List<String> FLAGS = List.of(
            "-Djmh.ignoreLock=true", // others are seen by the noise gate, and a second run is no error
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dio.netty.noUnsafe=true",
            "-Xms512m",
            "-Xmx512m",
            "-XX:+UseG1GC",
            "-XX:CompileCommand=quiet");

    private final CleanupPlan plan;
    private final Path work;
    private final Journal journal;
    private final Progress progress;
    private final List<CleanupRun> runs = new ArrayList<>();

    private CleanupBench(CleanupPlan plan, Path work, Journal journal, Progress progress) {
        this.plan = plan;
        this.work = work;
        this.journal = journal;
        this.progress = progress;
    }

    /**
     * Runs what the journal does not hold yet. A run that fails is in the report, and not an exception.
     *
     * @param work where results and logs go
     */
    static CleanupReport run(CleanupPlan plan, Path work, Journal journal, Progress progress)
            throws IOException, InterruptedException {
        return new CleanupBench(plan, work, journal, progress).run();
    }

    private CleanupReport run() throws IOException, InterruptedException {
        final String created = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Files.createDirectories(work);
        final List<List<Way>> rounds = Interleave.rounds(plan.ways(), plan.rounds());
        for (int round = 0; round < rounds.size(); round++) {
            for (Way way : rounds.get(round)) {
                one(way, round);
            }
        }
        final List<String> failures = new ArrayList<>();
        final Optional<DeadlineLeak> leak = leak(failures);
        return CleanupReport.of(created, Environment.capture(), plan, FLAGS, runs, leak.orElse(null), failures);
    }

    private void one(Way way, int round) throws IOException, InterruptedException {
        final String name = way.id() + "-" + (round + 1);
        final Optional<CleanupRun> before = journal.find(name, CleanupRun.class);
        if (before.isPresent()) {
            runs.add(before.get());
            return;
        }
        progress.stage(
                "cleanup " + (runs.size() + 1) + "/" + plan.runs() + ": " + way.id() + ", round " + (round + 1),
                Duration.ofSeconds(Math.round(plan.estimatedSeconds() * (1 - (double) runs.size() / plan.runs()))));
        final CleanupRun run = fork(way, round, name);
        journal.add(name, run);
        runs.add(run);
    }

    private CleanupRun fork(Way way, int round, String name) throws IOException, InterruptedException {
        final Path result = work.resolve(name + ".json");
        Files.deleteIfExists(result);
        final Noise noise = Noise.start();
        final List<String> arguments = List.of(
                way.id(),
                String.valueOf(plan.warmups()),
                String.valueOf(plan.iterations()),
                String.valueOf(plan.iterationMillis()),
                result.toString());
        try (Jvm jvm = Jvm.of("cleanup " + way.id(), MAIN)
                .exactFlags(FLAGS)
                .args(arguments)
                .log(work.resolve(name + ".log"))
                .start()) {
            jvm.expectExit(0, START_AND_STOP.plusSeconds(2 * Math.round(plan.secondsOf(way))));
            return new CleanupRun(
                    way, round, JsonReport.read(result, CleanupRun.Said.class).depths(), cores(noise), null);
        } catch (ChildFailedException e) {
            return new CleanupRun(way, round, List.of(), cores(noise), e.getMessage());
        }
    }

    private static double cores(Noise noise) {
        final Noise.Window window = noise.window();
        return window.foreignCores() + window.stolenCores();
    }

    private Optional<DeadlineLeak> leak(List<String> failures) throws IOException, InterruptedException {
        progress.stage("cleanup: scopes with a deadline", Duration.ofSeconds(2));
        final Path result = work.resolve("leak.json");
        Files.deleteIfExists(result);
        try (Jvm jvm = Jvm.of("cleanup leak", DeadlineLeakMain.class.getName())
                .exactFlags(FLAGS)
                .args(List.of(String.valueOf(plan.leakScopes()), result.toString()))
                .start()) {
            jvm.expectExit(0, START_AND_STOP);
            final DeadlineLeak leak = JsonReport.read(result, DeadlineLeak.class);
            if (!leak.failure().isEmpty()) {
                failures.add(leak.failure());
            }
            return Optional.of(leak);
        } catch (ChildFailedException e) {
            failures.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
