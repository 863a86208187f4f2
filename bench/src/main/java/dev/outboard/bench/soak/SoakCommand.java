package dev.outboard.bench.soak;

import dev.outboard.bench.gc.GcArm;
import dev.outboard.bench.report.HtmlReport;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.Page;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.run.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code outboard bench soak}: exit code 1 where a call was lost, ended twice or wrongly, or where memory or threads are left or
 * grow.
 */
@Command(
        name = "soak",
        mixinStandardHelpOptions = true,
        description =
                "The long run: calls of every kind, cancelled, timed out and cut off; each has to end once, and nothing"
                        + " may grow. With --arms, who runs out of memory instead.")
public final class SoakCommand implements Callable<Integer> {
    private static final int MOST_SECONDS = 86_400;
    private static final int DEFAULT_SECONDS = 600;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--seconds", description = "Length at half load; of each arm with --arms. Default: 600.")
    private @Nullable Integer seconds;

    @Option(names = "--minutes", description = "The same in minutes.")
    private @Nullable Integer minutes;

    @Option(
            names = "--arms",
            description = "The arms of bench gc with 96 MiB of native memory: how often each runs out.")
    private boolean arms;

    @Option(names = "--codec", description = "auto, safe or unsafe. Default: auto.")
    private String codec = "auto";

    @Option(names = "--seed", description = "Of the random choices. Default: the time.")
    private @Nullable Long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Write every figure to this file.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with charts.")
    private @Nullable Path html;

    @Override
    public Integer call() throws Exception {
        final int length = length();
        try (Progress progress = Progress.onStandardError()) {
            return arms ? arms(length, progress) : soak(length, progress);
        }
    }

    private int soak(int length, Progress progress) throws IOException, InterruptedException {
        final SoakReport report = SoakBench.run(codec, length, seed == null ? System.nanoTime() : seed, progress);
        return end(report, report.section(), report.created(), report.environment(), report.passed(), progress);
    }

    private int arms(int length, Progress progress) throws IOException, InterruptedException {
        final ArmsReport report =
                SoakArms.run(GcArm.standard(), length, Settings.home().resolve("target/bench/soak"), progress);
        return end(report, report.section(), report.created(), report.environment(), report.passed(), progress);
    }

    private int end(
            Object report, Section section, String created, Environment environment, boolean passed, Progress progress)
            throws IOException {
        progress.close(); // before anything is printed over its line
        if (json != null) {
            JsonReport.write(json, report);
        }
        if (html != null) {
            HtmlReport.write(
                    html,
                    new Page(
                            "Outboard: " + section.title(),
                            "Run it again with ./outboard bench soak" + (arms ? " --arms." : "."),
                            created,
                            environment,
                            List.of(),
                            List.of(section)));
        }
        final PrintWriter out = spec.commandLine().getOut();
        out.print(TextReport.render(section, environment));
        out.flush();
        return passed ? 0 : 1;
    }

    private int length() {
        if (seconds != null && minutes != null) {
            throw new ParameterException(
                    spec.commandLine(), "--seconds, --minutes: both (expected: one of them at most)");
        }
        if (minutes != null) {
            check("--minutes", minutes, MOST_SECONDS / 60);
            return 60 * minutes;
        }
        final int given = seconds == null ? DEFAULT_SECONDS : seconds;
        check("--seconds", given, MOST_SECONDS);
        return given;
    }

    private void check(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new ParameterException(spec.commandLine(), name + ": " + value + " (expected: 1 to " + most + ")");
        }
    }
}
