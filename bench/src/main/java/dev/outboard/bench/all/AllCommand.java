package dev.outboard.bench.all;

import dev.outboard.bench.report.HtmlReport;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.Page;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.run.Settings;
import dev.outboard.bench.suite.Journal;
import dev.outboard.bench.suite.SuitePart;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code outboard bench all}: every benchmark in one run with one report, or two such reports compared. */
@Command(
        name = "all",
        mixinStandardHelpOptions = true,
        description = {
            "Runs all benchmarks, and writes one report of them.",
            "What was interrupted goes on where it stood when the same command is given again, on the same machine, JDK,"
                    + " flags and version."
        })
public final class AllCommand implements Callable<Integer> {
    private static final String HTML = "report.html";
    private static final String JSON = "report.json";
    private static final String TEXT = "report.txt";
    private static final Path ROOT = Settings.home().resolve("target/bench/all");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--profile",
            description =
                    "short: a subset in ten minutes on two cores; full: every benchmark, about an hour and three quarters; smoke: a tiny scale, figures"
                            + " say nothing. Default: short.")
    private String profile = Profile.SHORT.id();

    @Option(
            names = "--parts",
            split = ",",
            paramLabel = "PART",
            description =
                    "Some parts of the profile only: gc, broadcast, rpc, codec, epsilon, cleanup; soak in the full one."
                            + " Default: all.")
    private List<String> parts = List.of();

    @Option(names = "--fresh", description = "Begin anew: forget what an interrupted run has finished.")
    private boolean fresh;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where report.html, report.json and report.txt go. Default: target/bench/all.")
    private Path out = ROOT;

    @Option(
            names = "--compare",
            arity = "2",
            paramLabel = "FILE",
            description = "Run nothing, but compare two report.json of earlier runs: the old one, then the new one.")
    private List<Path> compare = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "With --compare: write the comparison to this file.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "With --compare: write a page.")
    private @Nullable Path html;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!compare.isEmpty()) {
            return compared();
        }
        if (json != null || html != null) {
            throw new ParameterException(
                    spec.commandLine(), "--json, --html: without --compare (expected: --out, where a suite runs)");
        }
        Profile chosen;
        List<SuitePart> some;
        try {
            chosen = Profile.of(profile);
            some = chosen.parts(parts);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
        SuiteReport report = run(chosen, some);
        PrintWriter writer = spec.commandLine().getOut();
        writer.print(TextReport.render(report.summary()));
        for (String name : List.of(HTML, JSON, TEXT)) {
            writer.println(out.resolve(name));
        }
        if (!report.complete()) {
            writer.println("The same command goes on with what was cut.");
        }
        writer.flush();
        return report.valid() ? 0 : 1;
    }

    private void write(SuiteReport report) throws IOException {
        Page page = report.page();
        JsonReport.write(out.resolve(JSON), report);
        HtmlReport.write(out.resolve(HTML), page);
        Files.writeString(out.resolve(TEXT), TextReport.render(page));
    }

    private SuiteReport run(Profile chosen, List<SuitePart> some) throws IOException, InterruptedException {
        long start = System.nanoTime();
        String created = now();
        Environment environment = Environment.captureWithNoise();
        try (SuiteFolder folder = SuiteFolder.open(ROOT, name(chosen), environment.fingerprint());
                Progress progress = Progress.onStandardError()) {
            if (fresh) {
                folder.clear();
            }
            Journal journal = folder.journal();
            long before = journal.size();
            if (before > 0) {
                progress.note("goes on where an earlier run stood: " + before
                        + " results are there already (--fresh begins anew)");
            } else if (!folder.others(name(chosen)).isEmpty()) {
                progress.note("begins anew: what there is of this profile is of another machine, JDK, flag or version");
            }
            Suite suite = new Suite(some, chosen.budget(), folder.work(), journal, progress, System::nanoTime);
            List<Outcome> outcomes = suite.run();
            SuiteReport report =
                    SuiteReport.of(created, chosen, before, (System.nanoTime() - start) / 1e9, environment, outcomes);
            write(report);
            if (report.complete()) {
                folder.clear();
            }
            return report;
        }
    }

    /** Some parts have a journal of their own, so that their end does not forget what a run of all has finished. */
    private String name(Profile chosen) {
        return chosen.id() + parts.stream().sorted().map(part -> "-" + part).collect(Collectors.joining());
    }

    private int compared() throws IOException {
        Comparison comparison = Comparison.of(compare.get(0), compare.get(1));
        Page page = ComparisonPage.of(comparison, now(), Environment.capture());
        if (json != null) {
            JsonReport.write(json, comparison);
        }
        if (html != null) {
            HtmlReport.write(html, page);
        }
        PrintWriter writer = spec.commandLine().getOut();
        writer.print(TextReport.render(page));
        writer.flush();
        return 0;
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
