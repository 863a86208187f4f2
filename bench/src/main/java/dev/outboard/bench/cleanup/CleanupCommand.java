package dev.outboard.bench.cleanup;

import dev.outboard.bench.report.HtmlReport;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.run.Settings;
import dev.outboard.bench.suite.Journal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code outboard bench cleanup}: exit code 1 where something was not closed, or not in its order. */
@Command(
        name = "cleanup",
        mixinStandardHelpOptions = true,
        description =
                "Nested try statements, scopes and arrays of releases, and other owners, with JMH; and what a timer keeps of"
                        + " scopes that nobody cancels.")
public final class CleanupCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--quick", description = "Three short rounds, about a minute and a half.")
    private boolean quick;

    @Option(names = "--smoke", description = "Everything once at a tiny scale; its figures say nothing.")
    private boolean smoke;

    @Option(names = "--rounds", description = "Interleaved rounds. Default: 5.")
    private @Nullable Integer rounds;

    @Option(names = "--json", paramLabel = "FILE", description = "Write every figure to this file.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with charts.")
    private @Nullable Path html;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final CleanupPlan plan = plan();
        final CleanupReport report;
        try (Progress progress = Progress.onStandardError()) {
            report = CleanupBench.run(plan, Settings.home().resolve("target/bench/cleanup"), Journal.none(), progress);
        }
        if (json != null) {
            JsonReport.write(json, report);
        }
        if (html != null) {
            HtmlReport.write(html, CleanupSection.page(report));
        }
        final PrintWriter out = spec.commandLine().getOut();
        out.print(TextReport.render(CleanupSection.of(report), report.environment()));
        out.flush();
        return report.valid() ? 0 : 1;
    }

    private CleanupPlan plan() {
        if (quick && smoke) {
            throw new ParameterException(spec.commandLine(), "--quick, --smoke: both (expected: one of them at most)");
        }
        final CleanupPlan base = smoke ? CleanupPlan.smoke() : quick ? CleanupPlan.quick() : CleanupPlan.standard();
        try {
            return rounds == null ? base : base.withRounds(rounds);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }
}
