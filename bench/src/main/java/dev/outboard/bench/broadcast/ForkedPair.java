package dev.outboard.bench.broadcast;

import dev.outboard.bench.broadcast.BroadcastRun.Latency;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.run.ChildFailedException;
import dev.outboard.bench.run.Jvm;
import dev.outboard.bench.run.Noise;
import dev.outboard.bench.run.ProcessSampler;
import dev.outboard.bench.run.ProcessStatus;
import dev.outboard.bench.run.Stats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One run: a server, a load against it, and the server's memory watched from outside. One thread; used once. */
final class ForkedPair {
    static final int SAMPLES_PER_SECOND = 8; // as BroadcastRun.Server says

    private static final Pattern LISTENING = Pattern.compile("listening on \\S+:(\\d+) .*transport=(\\S+).*");
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    /** Connecting, joining and draining, beyond warm-up and window. */
    private static final Duration LOAD_TIMEOUT = Duration.ofSeconds(120);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    /** What counts as idle: the last moments before the first message, long enough for a few samples. */
    private static final long IDLE_NANOS = 500_000_000L;

    private final BroadcastPlan plan;
    private final Path work;
    private final String program;
    private String transport = "";

    ForkedPair(BroadcastPlan plan, Path work, String program) {
        this.plan = plan;
        this.work = work;
        this.program = program;
    }

    /** The server's socket transport; empty before it listened. */
    String transport() {
        return transport;
    }

    /** Runs; whatever goes wrong is in the result's error. */
    BroadcastRun run(BroadcastArm arm, BroadcastCell cell, int pair) throws InterruptedException {
        final String name = arm.id() + "-" + cell.id() + "-" + (pair + 1);
        final Path json = work.resolve(name + ".json").toAbsolutePath();
        final Noise noise = Noise.start();
        try (Jvm server = Jvm.of("im serve", program)
                .flags(plan.serverFlags())
                .args(serverArguments(arm))
                .log(work.resolve(name + "-server.log"))
                .start()) {
            final Matcher listening = LISTENING.matcher(
                    server.awaitLine(line -> LISTENING.matcher(line).matches(), START_TIMEOUT));
            if (!listening.matches()) {
                throw new IllegalStateException("a line that matched no longer does");
            }
            transport = listening.group(2);
            Files.deleteIfExists(json);
            final BroadcastRun run;
            try (ProcessSampler sampler = ProcessSampler.start(server.pid(), SAMPLES_PER_SECOND);
                    Jvm load = Jvm.of("im load", program)
                            .flags(BroadcastPlan.LOAD_FLAGS)
                            .args(loadArguments(cell, listening.group(1), json))
                            .log(work.resolve(name + "-load.log"))
                            .start()) {
                final int code = load.awaitExit(seconds(cell).plus(LOAD_TIMEOUT));
                if (!Files.exists(json)) {
                    throw new ChildFailedException("im load: exit " + code + ", no result; its last line: "
                            + load.tail().stream()
                                    .reduce((first, second) -> second)
                                    .orElse("none"));
                }
                final LoadResult result = JsonReport.read(json, LoadResult.class);
                run = result(arm, cell, pair, result, server, sampler, noise.window(), code);
            }
            final int code = server.stop(STOP_TIMEOUT);
            return code == 0 || !run.valid()
                    ? run
                    : failed(run, "im serve: exit " + code + " after SIGTERM (expected: 0)");
        } catch (IOException | ChildFailedException e) {
            return broken(arm, cell, pair, noise.window(), String.valueOf(e.getMessage()));
        }
    }

    private List<String> serverArguments(BroadcastArm arm) {
        return List.of("im", "serve", "--port", "0", "--mode", arm.id(), "--codec", plan.codec());
    }

    private List<String> loadArguments(BroadcastCell cell, String port, Path json) {
        final boolean closed = cell == BroadcastCell.CLOSED;
        return List.of(
                "im",
                "load",
                "--port",
                port,
                "--connections",
                text(plan.connections()),
                "--groups",
                text(plan.groups()),
                "--group-size",
                text(plan.groupSize()),
                "--mode",
                cell.id(),
                closed ? "--outstanding" : "--rate",
                text(closed ? plan.outstanding() : plan.openBroadcastsPerSecond()),
                "--text",
                text(plan.textChars()),
                "--warmup",
                plan.warmupSeconds() + "s",
                "--seconds",
                text(closed ? plan.closedSeconds() : plan.openSeconds()),
                "--seed",
                Long.toString(plan.seed()),
                "--codec",
                plan.codec(),
                "--json",
                json.toString());
    }

    private Duration seconds(BroadcastCell cell) {
        final int window = cell == BroadcastCell.CLOSED ? plan.closedSeconds() : plan.openSeconds();
        return Duration.ofSeconds((long) plan.warmupSeconds() + window);
    }

    private static BroadcastRun result(
            BroadcastArm arm,
            BroadcastCell cell,
            int pair,
            LoadResult result,
            Jvm server,
            ProcessSampler sampler,
            Noise.Window noise,
            int exitCode) {
        final BroadcastRun run = new BroadcastRun(
                arm,
                cell,
                pair,
                result.goodput().deliveriesPerSecond(),
                result.goodput().broadcastsPerSecond(),
                new Latency(
                        result.latency().p50(),
                        result.latency().p99(),
                        result.latency().p999(),
                        result.latency().max()),
                server(result, server, sampler),
                result.books().drops(),
                result.faults().reordered(),
                result.generator().saturated(),
                result.books().line(),
                noise.foreignCores(),
                noise.stolenCores(),
                null);
        if (!result.violations().isEmpty()) {
            return failed(run, String.join("; ", result.violations()));
        }
        if (result.books().missing() != 0) {
            return failed(run, "recipients found nowhere: " + result.books().missing() + " (expected: 0)");
        }
        return exitCode == 0 ? run : failed(run, "im load: exit " + exitCode + " (expected: 0)");
    }

    private static BroadcastRun.Server server(LoadResult result, Jvm server, ProcessSampler sampler) {
        final LoadResult.Span span = result.window();
        final List<ProcessStatus> idle =
                sampler.between(span.firstMessageNanos() - IDLE_NANOS, span.firstMessageNanos());
        final List<ProcessStatus> window = sampler.between(span.startNanos(), span.endNanos());
        return new BroadcastRun.Server(
                median(idle, ProcessStatus::residentBytes),
                median(window, ProcessStatus::residentBytes),
                ProcessStatus.of(server.pid())
                        .map(status -> (double) status.residentMaxBytes())
                        .orElse(Double.NaN),
                median(window, ProcessStatus::threads),
                window.stream().mapToDouble(ProcessStatus::threads).max().orElse(Double.NaN),
                result.memory().heapAfter(),
                result.server().ledgerReserved());
    }

    private static double median(List<ProcessStatus> samples, ToDoubleFunction<ProcessStatus> figure) {
        return Stats.median(samples.stream().mapToDouble(figure).toArray());
    }

    private static BroadcastRun failed(BroadcastRun run, String error) {
        return new BroadcastRun(
                run.arm(),
                run.cell(),
                run.pair(),
                run.goodputPerSecond(),
                run.broadcastsPerSecond(),
                run.latency(),
                run.server(),
                run.drops(),
                run.outOfOrder(),
                run.generatorSaturated(),
                run.conservation(),
                run.foreignCores(),
                run.stolenCores(),
                error);
    }

    private static BroadcastRun broken(
            BroadcastArm arm, BroadcastCell cell, int pair, Noise.Window noise, String error) {
        return new BroadcastRun(
                arm,
                cell,
                pair,
                Double.NaN,
                Double.NaN,
                Latency.NONE,
                BroadcastRun.Server.NONE,
                Map.of(),
                0,
                false,
                "",
                noise.foreignCores(),
                noise.stolenCores(),
                error);
    }

    private static String text(int number) {
        return Integer.toString(number);
    }
}
