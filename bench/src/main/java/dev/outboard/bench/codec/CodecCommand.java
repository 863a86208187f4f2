package dev.outboard.bench.codec;

import dev.outboard.bench.report.HtmlReport;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.Page;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Jdk;
import dev.outboard.bench.run.Progress;
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

/** {@code outboard bench codec}: our codecs beside other libraries; exit code 1 where a check failed. */
@Command(
        name = "codec",
        mixinStandardHelpOptions = true,
        description = "Encode and decode: our codecs beside other libraries, each in JVMs of its own.")
public final class CodecCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--quick", description = "Three data sets, three rounds. The default.")
    private boolean quick;

    @Option(names = "--full", description = "Every data set, longer and with more rounds.")
    private boolean full;

    @Option(names = "--smoke", description = "Ours once at a tiny scale; its figures say nothing.")
    private boolean smoke;

    @Option(names = "--contenders", split = ",", paramLabel = "NAME", description = "Which libraries. Default: all.")
    private List<String> contenders = List.of();

    @Option(names = "--data", split = ",", paramLabel = "SET", description = "media, chat, chat-cjk, telemetry.")
    private List<String> data = List.of();

    @Option(
            names = "--jdks",
            split = ",",
            paramLabel = "JDK",
            description = "Versions, as in 17,25, or homes of JDKs. Default: the oldest and the newest found.")
    private List<String> jdks = List.of();

    @Option(names = "--rounds", description = "Interleaved rounds.")
    private @Nullable Integer rounds;

    @Option(names = "--json", paramLabel = "FILE", description = "Write every figure to this file.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with charts.")
    private @Nullable Path html;

    @Option(names = "--check", description = "Exit 1 unless every goal is met.")
    private boolean check;

    @Override
    public Integer call() throws Exception {
        if (spec == null) {
            throw new IllegalStateException("command: not started by picocli (expected: through a CommandLine)");
        }
        CodecPlan plan = plan(spec);
        CodecReport report;
        try (Progress progress = Progress.onStandardError()) {
            report = CodecBench.run(plan, progress);
        }
        Section section = CodecSection.of(report);
        if (json != null) {
            JsonReport.write(json, report);
        }
        if (html != null) {
            HtmlReport.write(html, page(report, section));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(TextReport.render(section, report.environment()));
        out.flush();
        List<CodecBar> missed =
                check ? report.bars().stream().filter(bar -> !bar.met()).toList() : List.of();
        for (CodecBar bar : missed) {
            spec.commandLine().getErr().println(bar.goal() + ": " + bar.measured() + " (expected: that)");
        }
        if (check && report.bars().isEmpty()) {
            spec.commandLine().getErr().println("goals: none of what ran (expected: at least one)");
            return 1;
        }
        return report.valid() && missed.isEmpty() ? 0 : 1;
    }

    private static Page page(CodecReport report, Section section) {
        return new Page(
                "Outboard: codecs, measured",
                "What it takes to encode and to decode a message, beside other libraries. Run it again with"
                        + " ./outboard bench codec.",
                report.created(),
                report.environment(),
                List.of(),
                List.of(section));
    }

    private CodecPlan plan(CommandSpec command) {
        if ((quick ? 1 : 0) + (full ? 1 : 0) + (smoke ? 1 : 0) > 1) {
            throw new ParameterException(
                    command.commandLine(), "--quick, --full, --smoke: several (expected: one of them)");
        }
        CodecPlan base = smoke ? CodecPlan.smoke() : full ? CodecPlan.full() : CodecPlan.quick();
        try {
            return new CodecPlan(
                    contenders.isEmpty()
                            ? base.contenders()
                            : contenders.stream().map(Contender::of).toList(),
                    data.isEmpty() ? base.data() : data,
                    jdks.isEmpty() ? base.jdks() : jdks.stream().map(Jdk::of).toList(),
                    rounds == null ? base.rounds() : rounds,
                    base.warmups(),
                    base.iterations(),
                    base.iterationMillis());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }
}
