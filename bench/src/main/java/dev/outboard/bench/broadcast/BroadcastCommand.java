package dev.outboard.bench.broadcast;

import dev.outboard.bench.report.HtmlReport;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.Measured;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.run.Settings;
import dev.outboard.bench.suite.Journal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
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

    @Option(
            names = "--quick",
            description = "Every change between the two by itself, and readers that stall: at most six minutes.")
    private boolean quick;

    @Option(
            names = "--full",
            description =
                    "The same with other groups, longer messages and longer windows: an hour. Interrupted, it goes on "
                            + "where it stood when it is called again.")
    private boolean full;

    @Option(
            names = "--check",
            description = "Exit 1 unless the migration gains what the article says. Implies --quick where not --full.")
    private boolean check;

    @Option(names = "--pairs", description = "Interleaved rounds of each load. Default: 3.")
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

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also writes a page with tables and charts; with --quick or --full.")
    private @Nullable Path html;

    @Override
    public Integer call() throws IOException, InterruptedException {
        return quick || full || check ? migration() : demo();
    }

    private int migration() throws IOException, InterruptedException {
        final MigrationPlan plan = migrationPlan();
        final Journal journal = full ? journal(plan) : Journal.none();
        if (journal.size() > 0) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "going on behind " + journal.size() + " of " + plan.runs() + " runs of an interrupted one");
        }
        final MigrationReport report;
        try (Progress progress = Progress.onStandardError()) {
            report = CompareBench.run(
                    plan, Settings.home().resolve("target/bench/broadcast"), BroadcastBench.PROGRAM, journal, progress);
        }
        if (json != null) {
            JsonReport.write(json, report);
        }
        if (html != null) {
            HtmlReport.write(
                    html, MigrationSection.page(report, "./outboard bench broadcast " + (full ? "--full" : "--quick")));
        }
        print(MigrationSection.of(report), report.environment());
        journal.clear();
        final List<MigrationBar> missed =
                report.bars().stream().filter(bar -> check && !bar.met()).toList();
        missed.forEach(bar -> spec.commandLine().getErr().println(bar.line()));
        return report.valid() && missed.isEmpty() ? 0 : 1;
    }

    /** Belongs to this plan on this machine and JDK: what others have measured is none of it. */
    private static Journal journal(MigrationPlan plan) {
        final String both = Environment.capture().fingerprint() + "\n" + plan;
        return Journal.in(Settings.home()
                .resolve("target/bench/broadcast-" + UUID.nameUUIDFromBytes(both.getBytes(StandardCharsets.UTF_8))));
    }

    private MigrationPlan migrationPlan() {
        if ((quick ? 1 : 0) + (full ? 1 : 0) + (smoke ? 1 : 0) > 1 || smoke) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--smoke, --quick, --full: several, or --smoke --check (expected: one of them)");
        }
        if (Stream.of(connections, groups, groupSize, outstanding, seconds, openSeconds, openRate, codec)
                .anyMatch(Objects::nonNull)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "a load of one's own: with --quick, --full or --check (expected: --pairs at most)");
        }
        final MigrationPlan base = full ? MigrationPlan.full() : MigrationPlan.quick();
        try {
            return pairs == null ? base : base.withPairs(pairs);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private int demo() throws IOException, InterruptedException {
        if (html != null) {
            throw new ParameterException(spec.commandLine(), "html: " + html + " (expected: with --quick or --full)");
        }
        final String created = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        final Environment environment = Environment.capture();
        final BroadcastReport report;
        try (Progress progress = Progress.onStandardError()) {
            report = BroadcastBench.run(plan(), Settings.home().resolve("target/bench/broadcast"), progress);
        }
        if (json != null) {
            JsonReport.write(json, new Measured<>(created, environment, report));
        }
        print(BroadcastSection.of(report), environment);
        return report.valid() ? 0 : 1;
    }

    private void print(Section section, Environment environment) {
        final PrintWriter out = spec.commandLine().getOut();
        out.print(TextReport.render(section, environment));
        out.flush();
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
