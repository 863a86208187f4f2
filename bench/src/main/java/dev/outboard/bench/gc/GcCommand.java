package dev.outboard.bench.gc;

import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.TextReport;
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

/** {@code outboard bench gc}: runs the plan, prints the tables; exit code 1 where a check failed. */
@Command(
        name = "gc",
        mixinStandardHelpOptions = true,
        description = "GC pauses: who owns a message's memory, and what that costs the collector.")
public final class GcCommand implements Callable<Integer> {
    /** The article's change, in per cent, that {@code --check} asks for. */
    private static final double CLAIMED_PERCENT = -41;

    private static final List<String> CHECKED =
            List.of(GcArm.LEGACY_FINALIZER_GRAPH.id(), GcArm.LEGACY_MISSED_FREE.id(), GcArm.SAFE_POOLED.id());

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--quick", description = "What the demo runs: about 200 seconds. The default.")
    private boolean quick;

    @Option(names = "--smoke", description = "Everything once at a tiny scale; its figures say nothing.")
    private boolean smoke;

    @Option(names = "--arms", split = ",", paramLabel = "ARM", description = "Which arms. Default: all.")
    private List<String> arms = List.of();

    @Option(names = "--pairs", description = "Interleaved rounds of the closed load. Default: 3.")
    private @Nullable Integer pairs;

    @Option(names = "--pauses", description = "Pauses that each arm must have over its rounds. Default: 300.")
    private @Nullable Integer pauses;

    @Option(names = "--seconds", description = "Longest window of a run with closed load. Default: 10.")
    private @Nullable Integer seconds;

    @Option(names = "--open-seconds", description = "Window of the runs with open load; 0: none. Default: 4.")
    private @Nullable Integer openSeconds;

    @Option(names = "--open-rate", description = "Messages per second of the open load. Default: 120000.")
    private @Nullable Integer openRate;

    @Option(names = "--json", paramLabel = "FILE", description = "Write every figure to this file.")
    private @Nullable Path json;

    @Option(
            names = "--check",
            description = "Exit 1 unless safe-pooled's P99 pause and GC CPU per message are at least 41 %% below both"
                    + " legacy arms', in the median of the pairs.")
    private boolean check;

    @Override
    public Integer call() throws Exception {
        if (spec == null) {
            throw new IllegalStateException("command: not started by picocli (expected: through a CommandLine)");
        }
        GcPlan plan = plan(spec);
        GcReport report;
        try (Progress progress = Progress.onStandardError()) {
            report = GcBench.run(plan, progress);
        }
        if (json != null) {
            JsonReport.write(json, report);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(TextReport.render(GcSection.of(report)));
        out.flush();
        List<String> missed = check ? missed(report) : List.of();
        for (String line : missed) {
            spec.commandLine().getErr().println(line);
        }
        return report.valid() && missed.isEmpty() ? 0 : 1;
    }

    private GcPlan plan(CommandSpec command) {
        if (quick && smoke) {
            throw new ParameterException(command.commandLine(), "--quick, --smoke: both (expected: one of them)");
        }
        if (check && !arms.isEmpty() && !arms.containsAll(CHECKED)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--check: without all of " + String.join(", ", CHECKED) + " (expected: among --arms)");
        }
        GcPlan base = smoke ? GcPlan.smoke() : GcPlan.demo();
        boolean asIs = pairs == null && pauses == null && seconds == null && openSeconds == null;
        try {
            return new GcPlan(
                    arms.isEmpty() ? base.arms() : arms.stream().map(GcArm::of).toList(),
                    or(pairs, base.pairs()),
                    or(pauses, base.pausesPerArm()),
                    or(seconds, base.maxSecondsPerRun()),
                    base.warmupSeconds(),
                    or(openSeconds, base.openSeconds()),
                    or(openRate, base.openRatePerSecond()),
                    or(openSeconds, base.limitedSeconds()),
                    base.liveMib(),
                    base.budgetMib(),
                    base.limitMib(),
                    asIs ? base.budgetSeconds() : 0);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage());
        }
    }

    private static int or(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }

    /** What of the claim does not hold, one line each. */
    static List<String> missed(GcReport report) {
        return report.plan().arms().stream()
                .filter(GcArm::isLegacy)
                .flatMap(arm -> List.of(GcChange.Metric.PAUSE_P99, GcChange.Metric.GC_CPU_PER_MESSAGE).stream()
                        .filter(metric -> !holds(report, arm, metric))
                        .map(metric -> metric.title() + " from " + arm.id() + " to safe-pooled: "
                                + Numbers.change(change(report, arm, metric)) + " (expected: at most "
                                + Numbers.change(CLAIMED_PERCENT) + ")"))
                .toList();
    }

    private static boolean holds(GcReport report, GcArm arm, GcChange.Metric metric) {
        return change(report, arm, metric) <= CLAIMED_PERCENT; // false for NaN: not measured is not shown
    }

    private static double change(GcReport report, GcArm arm, GcChange.Metric metric) {
        return report.changes().stream()
                .filter(change -> change.from() == arm && change.metric() == metric)
                .mapToDouble(GcChange::medianPercent)
                .findFirst()
                .orElse(Double.NaN);
    }
}
