package dev.outboard.bench.epsilon;

import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.run.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code outboard bench epsilon}: calls in JVMs that never collect; exit code 1 where they leave something to collect. */
@Command(
        name = "epsilon",
        mixinStandardHelpOptions = true,
        description = "Calls without a collector, and the exact count of what they allocate.")
public final class EpsilonCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--calls", description = "Calls without a collector, per codec. Default: 100000000.")
    private long calls = 100_000_000;

    @Option(names = "--codec", description = "safe, unsafe or both. Default: both.")
    private String codec = "both";

    @Option(names = "--full", description = "Count over as many calls, one at a time over a tenth: takes long.")
    private boolean full;

    @Option(names = "--smoke", description = "Everything once at a tiny scale, too short for the bar.")
    private boolean smoke;

    @Option(names = "--json", paramLabel = "FILE", description = "Write every figure to this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        EpsilonReport report;
        try (Progress progress = Progress.onStandardError()) {
            report = EpsilonBench.run(plan(), Settings.home().resolve("target/bench/epsilon"), progress);
        }
        if (json != null) {
            JsonReport.write(json, report);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(TextReport.render(report.section(), report.environment()));
        out.flush();
        return report.passed() ? 0 : 1;
    }

    private EpsilonPlan plan() {
        if (smoke && full) {
            throw new ParameterException(spec.commandLine(), "--smoke, --full: both (expected: one of them)");
        }
        try {
            if (smoke) {
                return EpsilonPlan.smoke(codec);
            }
            return full ? EpsilonPlan.full(calls, codec) : EpsilonPlan.of(calls, codec);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
