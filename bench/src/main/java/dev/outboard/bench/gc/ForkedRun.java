package dev.outboard.bench.gc;

import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.run.ChildFailedException;
import dev.outboard.bench.run.Jdk;
import dev.outboard.bench.run.Jvm;
import dev.outboard.bench.run.Noise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Forks one run and reads what it left behind. */
final class ForkedRun {
    private static final Duration START_AND_STOP = Duration.ofSeconds(60);

    /** Less of the offered messages than this were not all that was offered. */
    private static final double ENOUGH_OFFERED = 0.99;
    /** A generator that slept for more of the window while messages were due was late, and not the arm busy. */
    private static final double MOST_IDLE = 0.05;
    /** Where others use the machine, they are why a thread sleeps too long. */
    private static final double MOST_IDLE_WITH_NOISE = 0.5;

    private final GcPlan plan;
    private final GcPlant plant;
    private final Path folder;

    /** @param folder where a run's files lie while it runs; they are deleted when they were read */
    ForkedRun(GcPlan plan, GcPlant plant, Path folder) {
        this.plan = plan;
        this.plant = plant;
        this.folder = folder;
    }

    /** A run and the JVM that it ran on; empty where it said nothing. */
    record Outcome(GcRun run, String jdk) {
        /** Whether the run's JVM came to its end, well or not; one that was killed with its parent did not. */
        boolean ended() {
            return !jdk.isEmpty();
        }
    }

    /** Runs one arm; a child that fails comes back as a run that says why. */
    Outcome run(GcArm arm, GcCell cell, int round, int windowSeconds) throws InterruptedException {
        String name = name(arm, cell, round);
        Path log = folder.resolve(name + ".log");
        Path result = folder.resolve(name + ".json");
        List.of(log, result).forEach(file -> file.toFile().deleteOnExit()); // for Ctrl-C
        List<String> flags = new ArrayList<>(GcFlags.of(cell.conditions()));
        flags.addAll(plant.flags());
        flags.add(String.format(GcLog.FLAG, log));
        Jvm.Builder builder = Jvm.of(name, GcArmMain.class.getName())
                .jdk(Jdk.of(String.valueOf(cell.conditions().jdk())))
                .exactFlags(flags)
                .args(arguments(arm, cell, round, windowSeconds, result));
        try (Jvm jvm = builder.start()) {
            jvm.expectExit(0, START_AND_STOP.plusSeconds(plan.warmupSeconds() + 2L * windowSeconds));
            ArmResult said = JsonReport.read(result, ArmResult.class);
            return new Outcome(combine(arm, cell, round, said, GcLog.read(log)), said.jdk());
        } catch (ChildFailedException e) {
            return new Outcome(failed(arm, cell, round, String.valueOf(e.getMessage())), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(log);
            delete(result);
        }
    }

    /** Of a run, in its plan. */
    static String name(GcArm arm, GcCell cell, int round) {
        return cell.id() + "-" + round + "-" + arm.id();
    }

    private List<String> arguments(GcArm arm, GcCell cell, int round, int windowSeconds, Path result) {
        return List.of(
                "--arm=" + arm.id(),
                "--scenario=" + cell.conditions().scenario().id(),
                "--rate=" + cell.conditions().ratePerSecond(),
                "--min-pauses=" + cell.pausesPerRun(),
                "--seconds=" + windowSeconds,
                "--warmup=" + plan.warmupSeconds(),
                "--live-mb=" + plan.liveMib(),
                "--changes=" + cell.conditions().changesPercent(),
                "--budget-mb=" + cell.conditions().directMib(),
                "--seed=" + (round + 1),
                "--plant=" + plant.id(),
                "--out=" + result);
    }

    static GcRun combine(GcArm arm, GcCell cell, int round, ArmResult said, GcLog whole) {
        GcLog log = whole.between(said.windowStartSeconds(), said.windowEndSeconds());
        return new GcRun(
                arm,
                cell.id(),
                round,
                said.windowEndSeconds() - said.windowStartSeconds(),
                said.messages(),
                said.failed(),
                said.mismatched(),
                said.lost(),
                said.ownedBytesAtEnd(),
                said.cpuMillis(),
                said.threads(),
                said.foreignCores(),
                pauses(log, said.windowStartSeconds()),
                young(log),
                said.memory(),
                said.latency(),
                said.vm()
                        .differenceFrom(cell.conditions())
                        .or(() -> lateGenerator(cell.conditions(), said, log.stoppedMillis()))
                        .orElse(null));
    }

    /** A rate that was not reached although there was time for it: then the load was none, and its latencies say nothing. */
    static Optional<String> lateGenerator(GcConditions conditions, ArmResult said, double stoppedMillis) {
        if (conditions.isClosed()) {
            return Optional.empty();
        }
        double seconds = said.windowEndSeconds() - said.windowStartSeconds();
        double share =
                (said.messages() + said.failed() + Workers.MOST_UNCOUNTED) / (conditions.ratePerSecond() * seconds);
        double idleMillis = said.idleLateMillis() - stoppedMillis;
        double mostIdle = said.foreignCores() > Noise.NOISY_CORES ? MOST_IDLE_WITH_NOISE : MOST_IDLE;
        if (share >= ENOUGH_OFFERED || idleMillis <= mostIdle * seconds * 1e3) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "generator: %.0f %% of the offered messages, and %.0f ms of %.0f asleep while one was due (expected: %.0f %%, or no"
                        + " time to spare)",
                share * 100,
                idleMillis,
                seconds * 1e3,
                ENOUGH_OFFERED * 100));
    }

    private static GcRun.Pauses pauses(GcLog log, double startSeconds) {
        List<GcLog.Pause> pauses = log.pauses();
        Map<String, Integer> byKind = new TreeMap<>();
        pauses.forEach(pause -> byKind.merge(pause.kind(), 1, Integer::sum));
        return new GcRun.Pauses(
                pauses.stream().map(GcLog.Pause::millis).toList(),
                pauses.stream()
                        .map(pause -> Math.round((pause.atSeconds() - startSeconds) * 1e3) / 1e3)
                        .toList(),
                byKind,
                (int) pauses.stream().filter(GcLog.Pause::isFull).count(),
                pauses.stream().mapToDouble(GcLog.Pause::cpuMillis).sum(),
                log.stoppedMillis(),
                log.stalls(),
                log.stalledMillis());
    }

    private static GcRun.Young young(GcLog log) {
        List<GcLog.Pause> young =
                log.pauses().stream().filter(GcLog.Pause::isYoung).toList();
        if (young.isEmpty()) { // ZGC's, of which one in a cycle knows what was discovered
            young = log.pauses();
        }
        List<GcLog.Pause> informed =
                young.stream().filter(pause -> !pause.references().isEmpty()).toList();
        double finalizable = mean(young, pause -> pause.phase("Notify and keep alive finalizable"));
        return new GcRun.Young(
                young.size(),
                mean(informed, pause -> pause.discovered("FinalReference")),
                mean(informed, pause -> pause.discovered("PhantomReference")),
                mean(young, GcLog.Pause::millis),
                mean(young, pause -> pause.phase("Object Copy")),
                finalizable,
                mean(young, pause -> pause.phase("Reference Processing")) - finalizable,
                mean(young, pause -> pause.phase("Scan Heap Roots")));
    }

    private static double mean(List<GcLog.Pause> pauses, ToDoubleFunction<GcLog.Pause> value) {
        return pauses.stream().mapToDouble(value).average().orElse(0);
    }

    private static GcRun failed(GcArm arm, GcCell cell, int round, String error) {
        return new GcRun(
                arm,
                cell.id(),
                round,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                new CollectorThreads(Double.NaN, Double.NaN),
                Double.NaN,
                GcRun.Pauses.NONE,
                GcRun.Young.NONE,
                GcRun.Memory.UNKNOWN,
                null,
                error);
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
