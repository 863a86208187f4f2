package dev.outboard.bench.demo;

import dev.outboard.bench.broadcast.BroadcastBench;
import dev.outboard.bench.broadcast.BroadcastReport;
import dev.outboard.bench.gc.GcBench;
import dev.outboard.bench.gc.GcReport;
import dev.outboard.bench.report.HtmlReport;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.run.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code outboard demo}: both benchmarks at a scale that a newcomer waits for. The exit code says whether the checks
 * passed, never whether the figures please.
 */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Measures both migrations in at most six minutes, prints two tables and writes a report.")
public final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where report.html, report.json and the logs go. Default: target/demo.")
    private Path out = Settings.home().resolve("target/demo");

    @Option(names = "--html", paramLabel = "FILE", description = "The page. Default: report.html in --out.")
    private @Nullable Path html;

    @Option(names = "--json", paramLabel = "FILE", description = "The data. Default: report.json in --out.")
    private @Nullable Path json;

    @Option(names = "--pairs", description = "Interleaved rounds of both parts; more take longer. Default: 3.")
    private @Nullable Integer pairs;

    @Option(
            names = "--smoke",
            description = "Everything once at a tiny scale, under a minute; its figures say nothing.")
    private boolean smoke;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final DemoPlan plan = plan();
        final String created = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        final GcReport gc;
        final BroadcastReport broadcast;
        try (Progress progress = Progress.onStandardError()) {
            final Duration partB = Duration.ofSeconds(plan.broadcast().estimatedSeconds());
            gc = GcBench.run(plan.gc(), progress.followedBy(partB));
            broadcast = BroadcastBench.run(plan.broadcast(), out.resolve("logs"), progress);
        }
        final DemoReport report = DemoReport.of(created, smoke, Environment.capture(), gc, broadcast);
        final Path jsonFile = json == null ? out.resolve("report.json") : json;
        final Path htmlFile = html == null ? out.resolve("report.html") : html;
        JsonReport.write(jsonFile, report);
        HtmlReport.write(htmlFile, report.page());
        print(report, htmlFile, jsonFile);
        return report.valid() ? 0 : 1;
    }

    private DemoPlan plan() {
        final DemoPlan plan = smoke ? DemoPlan.smoke() : DemoPlan.standard();
        try {
            return pairs == null ? plan : plan.withPairs(pairs);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private void print(DemoReport report, Path htmlFile, Path jsonFile) {
        final PrintWriter writer = spec.commandLine().getOut();
        for (Section section : report.sections()) {
            writer.println(TextReport.render(section));
        }
        writer.println(TextReport.render(report.environment()));
        writer.println("report: " + htmlFile);
        writer.println("data:   " + jsonFile);
        writer.flush();
    }
}
