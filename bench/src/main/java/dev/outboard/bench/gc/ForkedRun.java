package dev.outboard.bench.gc;

import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.run.ChildFailedException;
import dev.outboard.bench.run.Jvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** Forks one run and reads what it left behind. */
final class ForkedRun {
    private static final Duration START_AND_STOP = Duration.ofSeconds(60);

    private final GcPlan plan;
    private final Path folder;

    /** @param folder where a run's files lie while it runs; they are deleted when they were read */
    ForkedRun(GcPlan plan, Path folder) {
        this.plan = plan;
        this.folder = folder;
    }

    /** A run and the JVM that it ran on. */
    record Outcome(GcRun run, String jdk) {}

    /** Runs one arm; a child that fails comes back as a run that says why. */
    Outcome run(GcArm arm, GcCell cell, int round, int windowSeconds) throws InterruptedException {
        String name = cell.id() + "-" + round + "-" + arm.id();
        Path log = folder.resolve(name + ".log");
        Path result = folder.resolve(name + ".json");
        List.of(log, result).forEach(file -> file.toFile().deleteOnExit()); // for Ctrl-C
        List<String> flags = new ArrayList<>(GcFlags.of(budgetMib(cell)));
        flags.add(String.format(GcLog.FLAG, log));
        Jvm.Builder builder = Jvm.of(name, GcArmMain.class.getName())
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

    private List<String> arguments(GcArm arm, GcCell cell, int round, int windowSeconds, Path result) {
        List<String> arguments = new ArrayList<>(List.of(
                "--arm=" + arm.id(),
                "--seconds=" + windowSeconds,
                "--warmup=" + plan.warmupSeconds(),
                "--live-mb=" + plan.liveMib(),
                "--budget-mb=" + budgetMib(cell),
                "--seed=" + (round + 1),
                "--out=" + result));
        arguments.add(
                cell == GcCell.CLOSED ? "--min-pauses=" + plan.pausesPerRun() : "--rate=" + plan.openRatePerSecond());
        return arguments;
    }

    private int budgetMib(GcCell cell) {
        return cell == GcCell.LIMITED ? plan.limitMib() : plan.budgetMib();
    }

    static GcRun combine(GcArm arm, GcCell cell, int round, ArmResult said, GcLog whole) {
        GcLog log = whole.between(said.windowStartSeconds(), said.windowEndSeconds());
        return new GcRun(
                arm,
                cell,
                round,
                said.windowEndSeconds() - said.windowStartSeconds(),
                said.messages(),
                said.failed(),
                said.mismatched(),
                said.ownedBytesAtEnd(),
                said.cpuMillis(),
                said.foreignCores(),
                pauses(log),
                young(log),
                said.memory(),
                said.latency(),
                null);
    }

    private static GcRun.Pauses pauses(GcLog log) {
        List<GcLog.Pause> pauses = log.pauses();
        Map<String, Integer> byKind = new TreeMap<>();
        pauses.forEach(pause -> byKind.merge(pause.kind(), 1, Integer::sum));
        return new GcRun.Pauses(
                pauses.stream().map(GcLog.Pause::millis).toList(),
                byKind,
                (int) pauses.stream().filter(GcLog.Pause::isFull).count(),
                pauses.stream().mapToDouble(GcLog.Pause::cpuMillis).sum(),
                log.stoppedMillis());
    }

    private static GcRun.Young young(GcLog log) {
        List<GcLog.Pause> young =
                log.pauses().stream().filter(GcLog.Pause::isYoung).toList();
        double finalizable = mean(young, pause -> pause.phase("Notify and keep alive finalizable"));
        return new GcRun.Young(
                young.size(),
                mean(young, pause -> pause.discovered("FinalReference")),
                mean(young, pause -> pause.discovered("PhantomReference")),
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
                cell,
                round,
                0,
                0,
                0,
                0,
                0,
                0,
                Double.NaN,
                new GcRun.Pauses(List.of(), Map.of(), 0, 0, 0),
                new GcRun.Young(0, 0, 0, 0, 0, 0, 0, 0),
                new GcRun.Memory(0, -1, -1),
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
