package dev.outboard.bench.soak;

import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Progress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code outboard bench soak}: exit code 1 where a call was lost, ended twice or wrongly, or memory or threads are left. */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description = "The long run: calls of every kind, cancelled, timed out and cut off; each has to end once.")
public final class SoakCommand implements Callable<Integer> {
    private static final int MOST_SECONDS = 86_400;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--seconds", description = "Length at half load. Default: 600.")
    private int seconds = 600;

    @Option(names = "--codec", description = "auto, safe or unsafe. Default: auto.")
    private String codec = "auto";

    @Option(names = "--seed", description = "Of the random choices. Default: the time.")
    private @Nullable Long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Write every figure to this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws Exception {
        if (seconds < 1 || seconds > MOST_SECONDS) {
            throw new ParameterException(
                    spec.commandLine(), "--seconds: " + seconds + " (expected: 1 to " + MOST_SECONDS + ")");
        }
        SoakReport report;
        try (Progress progress = Progress.onStandardError()) {
            report = SoakBench.run(codec, seconds, seed == null ? System.nanoTime() : seed, progress);
        }
        if (json != null) {
            JsonReport.write(json, report);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(TextReport.render(report.section()));
        out.flush();
        return report.passed() ? 0 : 1;
    }
}
