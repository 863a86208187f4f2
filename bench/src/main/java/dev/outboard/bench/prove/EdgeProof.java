package dev.outboard.bench.prove;

import dev.outboard.bench.run.ProcessSampler;
import dev.outboard.bench.run.ProcessStatus;
import dev.outboard.bench.run.Settings;
import dev.outboard.im.load.LoadReport;
import dev.outboard.im.load.LoadRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A small box's server under light traffic, for long. */
final class EdgeProof {
    private static final int CONNECTIONS = 1_000;
    private static final int GROUPS = 20;
    private static final int GROUP_SIZE = 50;
    private static final double RATE = 10;
    private static final int SECONDS = 300;
    private static final double MIB = 1 << 20;

    private EdgeProof() {}

    static Proof run(ProvePlan plan) throws InterruptedException, IOException {
        int connections = Math.max(20, plan.scaled(CONNECTIONS));
        int groupSize = Math.min(GROUP_SIZE, connections / 2);
        int seconds = plan.secondsOr(SECONDS);
        try (ProvedServer server = ProvedServer.start(
                plan,
                "edge",
                0,
                List.of("env", "MALLOC_ARENA_MAX=2"),
                flags(),
                List.of("--profile", "edge", "--mode", plan.mode()))) {
            double idle = server.residentBytes();
            try (ProcessSampler sampler = ProcessSampler.start(server.pid(), 4)) {
                double cpuBefore = server.cpuSeconds();
                long before = System.nanoTime();
                LoadReport report = LoadRun.run(
                        Loads.open(plan, server.port(), connections, GROUPS, groupSize, RATE, 240, seconds, 0),
                        line -> {});
                double cpu = 100 * (server.cpuSeconds() - cpuBefore) / ((System.nanoTime() - before) / 1e9);
                List<ProcessStatus> window = sampler.between(
                        report.window().startNanos(), report.window().endNanos());
                double[] resident = window.stream()
                        .mapToDouble(ProcessStatus::residentBytes)
                        .sorted()
                        .toArray();
                return proof(plan, connections, groupSize, seconds, idle, resident, cpu, report);
            }
        }
    }

    private static Proof proof(
            ProvePlan plan,
            int connections,
            int groupSize,
            int seconds,
            double idle,
            double[] resident,
            double cpu,
            LoadReport report) {
        double median = resident.length == 0 ? Double.NaN : resident[resident.length / 2];
        double most = resident.length == 0 ? Double.NaN : resident[resident.length - 1];
        List<Finding> findings = new ArrayList<>();
        findings.add(
                Finding.of("idle, MiB", "Resident set of the server's process, nobody connected.", idle, mib(idle)));
        findings.add(beside(
                "RSS, MiB",
                "The same in the window, the median; beside the article's figure.",
                median / MIB,
                mib(median),
                "(article: 86 MB)"));
        findings.add(Finding.of("RSS at most, MiB", "The highest sample.", most, mib(most)));
        double inWindow = 100 * report.memory().cpus();
        findings.add(beside(
                "CPU, %",
                "Of one processor, in the window; beside the article's figure.",
                inWindow,
                String.format(Locale.ROOT, "%.1f", inWindow),
                "(article: 12)"));
        findings.add(Finding.of(
                "CPU of all, %",
                "The same from the first connection to the end, the JVM's warming up included.",
                cpu,
                String.format(Locale.ROOT, "%.1f", cpu)));
        LoadReport.Latency latency = report.latency();
        findings.add(
                Finding.of("p50, ms", "From the intended time to the delivery.", latency.p50(), ms(latency.p50())));
        findings.add(Finding.of("p99, ms", "The same, 99th percentile.", latency.p99(), ms(latency.p99())));
        findings.add(Finding.of("max, ms", "The longest.", latency.max(), ms(latency.max())));
        findings.add(Finding.of(
                "heap live, MiB",
                "On the heap after a collection, when all is over.",
                report.memory().heapAfter(),
                mib(report.memory().heapAfter())));
        findings.add(Finding.holds(
                "checks",
                "Everything that im load checks: books, order, duplicates, contents.",
                report.ok(),
                report.ok() ? "hold" : report.violations().toString(),
                "hold"));
        return new Proof(
                "edge",
                "A small box",
                String.format(
                        Locale.ROOT,
                        "What does im serve --profile edge take for %,d connections under light traffic? %d groups of %d, %.0f messages/s (%.0f"
                                + " deliveries/s), %d s. Mode %s, codec %s.",
                        connections,
                        GROUPS,
                        groupSize,
                        RATE,
                        RATE * groupSize,
                        seconds,
                        plan.mode(),
                        report.server().codec()),
                findings,
                report.generator().reasons().stream()
                        .map(reason -> "The load was its own bottleneck: " + reason)
                        .toList());
    }

    /** A figure beside another one that is no bar. */
    private static Finding beside(String name, String definition, double figure, String measured, String other) {
        return new Finding(name, definition, measured, figure, other, true);
    }

    /** What the launcher gives the server's JVM with this profile. */
    private static List<String> flags() throws IOException {
        Path file = Settings.home().resolve("bench/target/launcher/edge.flags");
        if (!Files.exists(file)) {
            throw new IllegalArgumentException("edge.flags: none (expected: in a build by ./outboard)");
        }
        return Arrays.stream(Files.readString(file, StandardCharsets.UTF_8).split("\\s+"))
                .filter(flag -> !flag.isEmpty())
                .toList();
    }

    private static String mib(double bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / MIB);
    }

    private static String ms(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
