package dev.outboard.bench.prove;

import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.run.Settings;
import dev.outboard.im.server.ImServerOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code outboard im prove}: what the chat server promises at scale; exit code 1 where a bar was missed. */
@Command(
        name = "prove",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description = {
            "What the chat server promises at scale, on a server in a JVM of its own. Exit code 1 where a bar was missed.",
            "idle: memory for each of 10,000 idle connections. joins: group joins a second. huge: a group of 10,000, with and"
                    + " without a member that does not read. churn: 500 connections ended and made a second, nothing lost."
                    + " edge: what --profile edge takes in five minutes. nodes: two nodes over NATS, restarted, killed, and without"
                    + " NATS; it needs nats-server. abuse: what is refused, and what is left of it."
        })
public final class ProveCommand implements Callable<Integer> {
    /** What the servers' JVMs run. */
    private static final String PROGRAM = "dev.outboard.bench.cli.Outboard";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "1..*",
            description = "idle, joins, huge, churn, edge, nodes, abuse, or all.")
    private List<String> scenarios = new ArrayList<>();

    @Option(names = "--mode", paramLabel = "MODE", description = "The server's, as in im serve --mode.")
    private String mode = "event-loop";

    @Option(names = "--codec", paramLabel = "CODEC", description = "safe, unsafe or auto, for server and clients.")
    private String codec = "safe";

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "Length of measured windows; 0 for each scenario's own.")
    private int seconds;

    @Option(
            names = "--scale",
            paramLabel = "PART",
            description = "Less of everything, for a look: 0.1 is a tenth. Bars of rates and sizes count at 1 only.")
    private double scale = 1;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes every figure to this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        List<Scenario> chosen = chosen();
        List<Proof> proofs = new ArrayList<>();
        PrintWriter out = spec.commandLine().getOut();
        String created = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        try (Progress progress = Progress.onStandardError()) {
            ProvePlan plan = plan(progress);
            for (Scenario scenario : chosen) {
                progress.note("im prove " + scenario.id());
                Proof proof = scenario.run(plan);
                proofs.add(proof);
                out.println(TextReport.render(proof.section()));
                out.flush();
            }
        }
        ProveReport report = new ProveReport(created, Environment.capture(), proofs);
        out.print(TextReport.render(report.environment()));
        out.flush();
        if (json != null) {
            JsonReport.write(json, report);
        }
        return report.passed() ? 0 : 1;
    }

    private List<Scenario> chosen() {
        try {
            return scenarios.equals(List.of("all"))
                    ? List.of(Scenario.values())
                    : scenarios.stream().map(Scenario::of).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private ProvePlan plan(Progress progress) {
        try {
            if (!ImServerOptions.MODES.contains(mode)) {
                throw new IllegalArgumentException(
                        "mode: " + mode + " (expected: one of " + String.join(", ", ImServerOptions.MODES) + ")");
            }
            return new ProvePlan(
                    PROGRAM, Settings.home().resolve("target/bench/prove"), codec, mode, scale, seconds, progress);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
