package dev.outboard.bench.hostile;

import dev.outboard.bench.report.HtmlReport;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.Page;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.run.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code outboard bench hostile}: exit code 1 where an attack or an accident leaks, goes unnoticed, or harms who is honest. */
@Command(
        name = "hostile",
        mixinStandardHelpOptions = true,
        description = "Hostile peers, killed ends and cut networks: what they leave behind, and what others notice.")
public final class HostileCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--codec", description = "safe, unsafe or all. Default: all.")
    private @Nullable String codec;

    @Option(
            names = "--attacks",
            split = ",",
            description = "Attacks, families of them, or accidents, by name. Default: all.")
    private List<String> attacks = new ArrayList<>();

    @Option(names = "--smoke", description = "Some of each, in half a minute.")
    private boolean smoke;

    @Option(names = "--json", paramLabel = "FILE", description = "Write every figure to this file.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with the table.")
    private @Nullable Path html;

    @Override
    public Integer call() throws Exception {
        HostilePlan plan = plan();
        HostileReport report;
        try (Progress progress = Progress.onStandardError()) {
            report = HostileBench.run(plan, Settings.home().resolve("target/bench/hostile"), progress);
        }
        if (json != null) {
            JsonReport.write(json, report);
        }
        if (html != null) {
            HtmlReport.write(html, page(report));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(TextReport.render(report.section(), report.environment()));
        out.flush();
        return report.passed() ? 0 : 1;
    }

    private static Page page(HostileReport report) {
        return new Page(
                "Outboard: hostile peers and accidents",
                "What attacks and killed ends leave behind, and what an honest client notices of them. Run it again with"
                        + " ./outboard bench hostile.",
                report.created(),
                report.environment(),
                List.of(),
                List.of(report.section()));
    }

    private HostilePlan plan() {
        try {
            return (smoke ? HostilePlan.smoke() : HostilePlan.all()).with(codec, attacks);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
