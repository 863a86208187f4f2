package dev.outboard.bench.rpc;

import dev.outboard.bench.report.HtmlReport;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.Page;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.rpc.load.Payload;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.run.Settings;
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

/** {@code outboard bench rpc}: ours beside a raw echo and other libraries; exit code 1 where a check failed. */
@Command(
        name = "rpc",
        mixinStandardHelpOptions = true,
        description = "Unary calls: ours beside a raw Netty echo and other libraries, on real sockets.")
public final class RpcCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--quick", description = "Every contender, three rounds. The default.")
    private boolean quick;

    @Option(names = "--full", description = "Every payload in every cell, longer and with more rounds: hours.")
    private boolean full;

    @Option(names = "--smoke", description = "What comes with this program, once; its figures say nothing.")
    private boolean smoke;

    @Option(names = "--contenders", split = ",", paramLabel = "NAME", description = "Which of them. Default: all.")
    private List<String> contenders = List.of();

    @Option(names = "--payloads", split = ",", paramLabel = "NAME", description = "64B, 1KiB, chat. Default: all.")
    private List<String> payloads = List.of();

    @Option(
            names = "--cells",
            split = ",",
            paramLabel = "CxF",
            description = "Connections x calls in flight. Default: 1x1,1x128,16x32.")
    private List<String> cells = List.of();

    @Option(names = "--rounds", description = "Interleaved rounds.")
    private @Nullable Integer rounds;

    @Option(names = "--pairs", description = "Pairs of the two codecs; 0 for none.")
    private @Nullable Integer pairs;

    @Option(names = "--json", paramLabel = "FILE", description = "Write every figure to this file.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with charts.")
    private @Nullable Path html;

    @Option(names = "--check", description = "Exit 1 unless every goal is met.")
    private boolean check;

    @Override
    public Integer call() throws Exception {
        RpcPlan plan = plan();
        RpcReport report;
        try (Progress progress = Progress.onStandardError()) {
            report = RpcBench.run(plan, Settings.home().resolve("target/bench/rpc"), progress);
        }
        Section section = RpcSection.of(report);
        if (json != null) {
            JsonReport.write(json, report);
        }
        if (html != null) {
            HtmlReport.write(html, page(report, section));
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(TextReport.render(section, report.environment()));
        out.flush();
        List<RpcBar> missed = check
                ? report.bars().stream()
                        .filter(bar -> bar.verdict() != RpcBar.Verdict.MET)
                        .toList()
                : List.of();
        for (RpcBar bar : missed) {
            spec.commandLine().getErr().println(bar.line() + " (expected: met)");
        }
        if (check && report.bars().isEmpty()) {
            spec.commandLine().getErr().println("goals: none of what ran (expected: at least one)");
            return 1;
        }
        return report.valid() && missed.isEmpty() ? 0 : 1;
    }

    private static Page page(RpcReport report, Section section) {
        return new Page(
                "Outboard: RPC, measured",
                "What a unary call costs, beside a raw echo over Netty and other libraries. Run it again with"
                        + " ./outboard bench rpc.",
                report.created(),
                report.environment(),
                List.of(),
                List.of(section));
    }

    private RpcPlan plan() {
        if ((quick ? 1 : 0) + (full ? 1 : 0) + (smoke ? 1 : 0) > 1) {
            throw new ParameterException(
                    spec.commandLine(), "--quick, --full, --smoke: several (expected: one of them)");
        }
        RpcPlan base = smoke ? RpcPlan.smoke() : full ? RpcPlan.full() : RpcPlan.quick();
        try {
            return base.with(
                    contenders.isEmpty()
                            ? base.contenders()
                            : contenders.stream().map(RpcContender::of).toList(),
                    payloads.isEmpty()
                            ? base.payloads()
                            : payloads.stream().map(Payload::of).toList(),
                    cells.isEmpty()
                            ? base.cells()
                            : cells.stream().map(RpcCell::of).toList(),
                    rounds == null ? base.rounds() : rounds,
                    pairs == null ? base.pairs() : pairs);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
