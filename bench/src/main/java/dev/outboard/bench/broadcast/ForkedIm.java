package dev.outboard.bench.broadcast;

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
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A server, a load against it, and the server's memory watched from outside. One thread; used for any number of runs. */
final class ForkedIm {
    static final int SAMPLES_PER_SECOND = 8; // as BroadcastRun.Server says

    private static final Pattern LISTENING =
            Pattern.compile("listening on \\S+:(\\d+) .*transport=(\\S+) .*heap=(\\d+)m.*");
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    /** Connecting, joining and draining, beyond warm-up and window. */
    private static final Duration LOAD_TIMEOUT = Duration.ofSeconds(120);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);
    /** What counts as idle: the last moments before the first message, long enough for a few samples. */
    private static final long IDLE_NANOS = 500_000_000L;

    private final Path work;
    private final String program;

    /**
     * @param work where logs and results go
     * @param program the main class that knows {@code im serve} and {@code im load}
     */
    ForkedIm(Path work, String program) {
        this.work = work;
        this.program = program;
    }

    /**
     * What to run.
     *
     * @param name of its files
     * @param heapMib what the server has to say that its greatest heap is: the flags of another one would make it another contender
     * @param serverArguments behind {@code im serve --port 0}
     * @param loadArguments behind {@code im load}, its port and its file
     * @param time of the load's warm-up and window
     */
    record Task(
            String name,
            List<String> serverFlags,
            int heapMib,
            List<String> serverArguments,
            List<String> loadArguments,
            Duration time) {}

    /**
     * What was seen.
     *
     * @param result what the load measured; null where it left nothing
     * @param server NaN where the load left nothing
     * @param transport the server's; empty where it did not start
     * @param error why the run proves nothing, in one line, or null
     */
    record Seen(
            @Nullable LoadResult result,
            BroadcastRun.Server server,
            Noise.Window noise,
            String transport,
            @Nullable String error) {
        private Seen failed(String why) {
            return new Seen(result, server, noise, transport, why);
        }
    }

    /** Runs; whatever goes wrong is in the result's error. */
    Seen run(Task task) throws InterruptedException {
        final Noise noise = Noise.start();
        String transport = "";
        try (Jvm server = Jvm.of("im serve", program)
                .flags(task.serverFlags())
                .args(joined(List.of("im", "serve", "--port", "0"), task.serverArguments()))
                .log(work.resolve(task.name() + "-server.log"))
                .start()) {
            final Matcher listening = listening(server);
            transport = listening.group(2);
            check(Integer.parseInt(listening.group(3)), task.heapMib());
            final Seen seen;
            try (ProcessSampler sampler = ProcessSampler.start(server.pid(), SAMPLES_PER_SECOND)) {
                final Loaded loaded = load(task, listening.group(1));
                seen = new Seen(
                        loaded.result,
                        server(loaded.result, server, sampler),
                        noise.window(),
                        transport,
                        error(loaded.result, loaded.exitCode));
            }
            final int code = server.stop(STOP_TIMEOUT);
            return code == 0 || seen.error() != null
                    ? seen
                    : seen.failed("im serve: exit " + code + " after SIGTERM (expected: 0)");
        } catch (IOException | ChildFailedException e) {
            return new Seen(null, BroadcastRun.Server.NONE, noise.window(), transport, String.valueOf(e.getMessage()));
        }
    }

    private static Matcher listening(Jvm server) throws InterruptedException {
        final Matcher listening = LISTENING.matcher(
                server.awaitLine(line -> LISTENING.matcher(line).matches(), START_TIMEOUT));
        if (!listening.matches()) {
            throw new IllegalStateException("a line that matched no longer does");
        }
        return listening;
    }

    /** The same flags for every server: one whose heap may grow to another size did not get them. */
    private static void check(int heapMib, int expected) {
        if (heapMib != expected) {
            throw new ChildFailedException(
                    "heap: " + heapMib + " MiB (expected: " + expected + " MiB, as every server's)");
        }
    }

    private record Loaded(LoadResult result, int exitCode) {}

    private Loaded load(Task task, String port) throws IOException, InterruptedException {
        final Path json = work.resolve(task.name() + ".json").toAbsolutePath();
        Files.deleteIfExists(json);
        try (Jvm load = Jvm.of("im load", program)
                .flags(BroadcastPlan.LOAD_FLAGS)
                .args(joined(
                        List.of("im", "load", "--void-ok", "--port", port, "--json", json.toString()),
                        task.loadArguments()))
                .log(work.resolve(task.name() + "-load.log"))
                .start()) {
            final int code = load.awaitExit(task.time().plus(LOAD_TIMEOUT));
            if (!Files.exists(json)) {
                throw new ChildFailedException("im load: exit " + code + ", no result; its last line: "
                        + load.tail().stream().reduce((first, second) -> second).orElse("none"));
            }
            return new Loaded(JsonReport.read(json, LoadResult.class), code);
        }
    }

    private static @Nullable String error(LoadResult result, int exitCode) {
        if (!result.violations().isEmpty()) {
            return String.join("; ", result.violations());
        }
        if (result.books().missing() != 0) {
            return "recipients found nowhere: " + result.books().missing() + " (expected: 0)";
        }
        return exitCode == 0 ? null : "im load: exit " + exitCode + " (expected: 0)";
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

    private static List<String> joined(List<String> first, List<String> second) {
        final List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
