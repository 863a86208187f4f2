package dev.outboard.bench.broadcast;

import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.run.Settings;
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

/** {@code outboard bench broadcast}: runs the plan, prints the tables; exit code 1 where a check failed. */
@Command(
        name = "broadcast",
        mixinStandardHelpOptions = true,
        description = "Group broadcast: a task per recipient against a fixed pool, server and load on real sockets.")
public final class BroadcastCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--smoke", description = "Everything once at a tiny scale; its figures say nothing.")
    private boolean smoke;

    @Option(names = "--pairs", description = "Interleaved pairs of the closed load. Default: 3.")
    private @Nullable Integer pairs;

    @Option(names = "--connections", description = "Real sockets. Default: 2000.")
    private @Nullable Integer connections;

    @Option(names = "--groups", description = "Groups. Default: 40.")
    private @Nullable Integer groups;

    @Option(names = "--group-size", description = "Members of every group. Default: 500.")
    private @Nullable Integer groupSize;

    @Option(names = "--outstanding", description = "Broadcasts under way in the closed loop. Default: 24.")
    private @Nullable Integer outstanding;

    @Option(names = "--seconds", description = "Window of a run with closed load. Default: 7.")
    private @Nullable Integer seconds;

    @Option(names = "--open-seconds", description = "Window of the runs with open load; 0: none. Default: 5.")
    private @Nullable Integer openSeconds;

    @Option(names = "--open-rate", description = "Broadcasts per second of the open load. Default: 30.")
    private @Nullable Integer openRate;

    @Option(names = "--codec", description = "safe, unsafe or auto, for server and load. Default: safe.")
    private @Nullable String codec;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes every figure to this file.")
    private @Nullable Path json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        final BroadcastReport report;
        try (Progress progress = Progress.onStandardError()) {
            report = BroadcastBench.run(plan(), Settings.home().resolve("target/bench/broadcast"), progress);
        }
        if (json != null) {
            JsonReport.write(json, report);
        }
        final PrintWriter out = spec.commandLine().getOut();
        out.print(TextReport.render(BroadcastSection.of(report)));
        out.flush();
        return report.valid() ? 0 : 1;
    }

    private BroadcastPlan plan() {
        final BroadcastPlan base = smoke ? BroadcastPlan.smoke() : BroadcastPlan.demo();
        final boolean asIs = pairs == null && seconds == null && openSeconds == null;
        try {
            return new BroadcastPlan(
                    or(pairs, base.pairs()),
                    or(connections, base.connections()),
                    or(groups, base.groups()),
                    or(groupSize, base.groupSize()),
                    or(outstanding, base.outstanding()),
                    base.textChars(),
                    base.warmupSeconds(),
                    or(seconds, base.closedSeconds()),
                    or(openSeconds, base.openSeconds()),
                    or(openRate, base.openBroadcastsPerSecond()),
                    codec == null ? base.codec() : codec,
                    base.heapMib(),
                    base.seed(),
                    asIs ? base.budgetSeconds() : 0);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private static int or(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }
}
