package dev.outboard.bench.broadcast;

import dev.outboard.bench.report.HtmlReport;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.run.Settings;
import dev.outboard.im.load.LoadOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code outboard im compare}: modes of the server side by side; exit code 1 where a check failed. */
@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false,
        description =
                "Modes of the server side by side: interleaved pairs, server and load in JVMs of their own. Exit code"
                        + " 1 where a check failed; none depends on how fast anything is.")
public final class CompareCommand implements Callable<Integer> {
    /** Long enough for those who do not read to fill what the system holds for them. */
    private static final int STALLED_TEXT = 2_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--modes",
            split = ",",
            paramLabel = "MODE",
            description = "Two or more, as in im serve --mode. The others are related to the first one.")
    private List<String> modes = List.of("per-recipient", "pool", "event-loop");

    @Option(names = "--pairs", paramLabel = "N", description = "Rounds, each with a run of every mode and load.")
    private int pairs = 5;

    @Option(
            names = "--stalled",
            paramLabel = "N|N%",
            description = "Adds an open loop in which so many connections do not read.")
    private String stalled = "0";

    @Option(names = "--rate", paramLabel = "N", description = "Messages a second of the open loop; 0 leaves it out.")
    private int rate = 30;

    @Option(names = "--connections", paramLabel = "N", description = "Users, each with a connection.")
    private int connections = 2_000;

    @Option(names = "--groups", paramLabel = "N", description = "Groups.")
    private int groups = 40;

    @Option(names = "--group-size", paramLabel = "N", description = "Members of each, drawn at random.")
    private int groupSize = 500;

    @Option(names = "--outstanding", paramLabel = "N", description = "Messages under way in the closed loop.")
    private int outstanding = 24;

    @Option(names = "--text", paramLabel = "N", description = "Characters of a message in the closed loop.")
    private int text = 240;

    @Option(
            names = "--open-text",
            paramLabel = "N",
            showDefaultValue = Help.Visibility.NEVER,
            description = "The same in the open loops. Default: as --text, and 2000 with --stalled.")
    private @Nullable Integer openText;

    @Option(names = "--warmup", paramLabel = "S", description = "Seconds of load before a window.")
    private int warmup = 3;

    @Option(names = "--seconds", paramLabel = "S", description = "Window of a run.")
    private int seconds = 8;

    @Option(names = "--codec", paramLabel = "CODEC", description = "safe, unsafe or auto, for server and load.")
    private String codec = "safe";

    @Option(names = "--heap", paramLabel = "MIB", description = "Greatest heap of every server.")
    private int heapMib = 1_024;

    @Option(names = "--seed", paramLabel = "N", description = "Draws memberships and texts.")
    private long seed = 3;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes every figure to this file.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Also writes a page with tables and charts.")
    private @Nullable Path html;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final CompareReport report;
        final ComparePlan plan = plan();
        try (Progress progress = Progress.onStandardError()) {
            report = CompareBench.run(plan, Settings.home().resolve("target/bench/compare"), progress);
        }
        if (json != null) {
            JsonReport.write(json, report);
        }
        if (html != null) {
            HtmlReport.write(html, CompareSection.page(report));
        }
        final PrintWriter out = spec.commandLine().getOut();
        out.print(TextReport.render(CompareSection.of(report), report.environment()));
        out.flush();
        return report.valid() ? 0 : 1;
    }

    private ComparePlan plan() {
        try {
            final int notReading = LoadOptions.countOf("stalled", stalled, connections);
            return new ComparePlan(
                    modes,
                    pairs,
                    connections,
                    groups,
                    groupSize,
                    outstanding,
                    text,
                    rate,
                    openText != null ? openText : notReading > 0 ? STALLED_TEXT : text,
                    notReading,
                    warmup,
                    seconds,
                    codec,
                    heapMib,
                    seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
