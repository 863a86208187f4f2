package dev.outboard.bench.gc;

import dev.outboard.bench.report.HtmlReport;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.Measured;
import dev.outboard.bench.report.Page;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Jdk;
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
import java.util.UUID;
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
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--quick",
            description = "Five arms under closed load in twelve rounds, below six minutes: what --check stands on.")
    private boolean quick;

    @Option(names = "--smoke", description = "Everything once at a tiny scale; its figures say nothing.")
    private boolean smoke;

    @Option(
            names = "--profile",
            paramLabel = "full",
            description =
                    "full: all arms, then one condition varied at a time, about 45 minutes. What was interrupted goes"
                            + " on where it stood, on the same machine and JDK.")
    private @Nullable String profile;

    @Option(
            names = "--arms",
            split = ",",
            paramLabel = "ARM",
            description = "Which arms, or all. Default: the five of the demo.")
    private List<String> arms = List.of();

    @Option(
            names = "--collector",
            split = ",",
            paramLabel = "COLLECTOR",
            description = "g1, g1-free-young, parallel, serial or zgc, or some of them. Default: g1.")
    private List<String> collectors = List.of();

    @Option(
            names = "--jdks",
            split = ",",
            paramLabel = "VERSION",
            description = "JDKs that were found, as in 17,25. Default: the running one.")
    private List<String> jdks = List.of();

    @Option(
            names = "--scenario",
            paramLabel = "SCENARIO",
            description = "codec, or rpc: a real server whose handlers hold the messages; closed load. Default: codec.")
    private @Nullable String scenario;

    @Option(names = "--limit", paramLabel = "MIB", description = "Native memory at the most, in every cell.")
    private @Nullable Integer limitMib;

    @Option(
            names = "--writes",
            paramLabel = "PERCENT",
            description = "Of the messages that write to the live set. Default: 1.")
    private @Nullable Integer writesPercent;

    @Option(names = "--pairs", description = "Interleaved rounds of the closed load. Default: 3.")
    private @Nullable Integer pairs;

    @Option(names = "--pauses", description = "Pauses that each arm must have over its rounds. Default: 300.")
    private @Nullable Integer pauses;

    @Option(names = "--seconds", description = "Longest window of a run with closed load. Default: 12.")
    private @Nullable Integer seconds;

    @Option(names = "--open-seconds", description = "Window of the runs with open load; 0: none. Default: 2.")
    private @Nullable Integer openSeconds;

    @Option(names = "--open-rate", description = "Messages per second of the open load. Default: 120000.")
    private @Nullable Integer openRate;

    @Option(names = "--json", paramLabel = "FILE", description = "Write every figure to this file.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page with charts to this file.")
    private @Nullable Path html;

    @Option(
            names = "--check",
            description =
                    "Exit 1 unless safe-pooled's P99 pause is at least 41 %% below that of legacy-finalizer-graph and"
                            + " of legacy-missed-free, and all of the interval below 0.")
    private boolean check;

    @Option(
            names = "--plant",
            hidden = true,
            description = "An error to be found: loses, alters, heap or sleeps. For tests.")
    private String plant = GcPlant.NONE.id();

    @Override
    public Integer call() throws Exception {
        if (spec == null) {
            throw new IllegalStateException("command: not started by picocli (expected: through a CommandLine)");
        }
        GcPlan plan;
        GcPlant planted;
        try {
            plan = plan();
            planted = GcPlant.of(plant);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
        String created = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Environment environment = Environment.capture();
        Journal journal = profile == null ? Journal.none() : Journal.in(journalFolder(plan, environment));
        GcReport report;
        try (Progress progress = Progress.onStandardError()) {
            report = GcBench.run(plan, planted, journal, progress);
        }
        int code = print(
                report,
                created,
                environment,
                spec.commandLine().getOut(),
                spec.commandLine().getErr());
        journal.clear(); // what has come to its end is to be measured anew next time
        return code;
    }

    private int print(GcReport report, String created, Environment environment, PrintWriter out, PrintWriter err)
            throws IOException {
        Section section = GcSection.of(report);
        if (json != null) {
            JsonReport.write(json, new Measured<>(created, environment, report));
        }
        if (html != null) {
            String subject = "What the ownership of message memory costs the collector.";
            HtmlReport.write(
                    html,
                    new Page(
                            "Outboard: GC pauses",
                            subject,
                            created,
                            environment,
                            GcClaims.of(report),
                            List.of(section)));
        }
        out.print(TextReport.render(section, environment));
        out.flush();
        List<String> missed = check ? GcCheck.missed(report) : List.of();
        missed.forEach(err::println);
        return report.valid() && missed.isEmpty() ? 0 : 1;
    }

    private GcPlan plan() {
        if (quick && smoke || profile != null && (quick || smoke)) {
            throw new IllegalArgumentException("--quick, --smoke, --profile: more than one (expected: one of them)");
        }
        if (profile != null && !profile.equals("full")) {
            throw new IllegalArgumentException("--profile: " + profile + " (expected: full)");
        }
        if (profile != null && hasConditions()) {
            throw new IllegalArgumentException("--profile: with other conditions (expected: the profile's own)");
        }
        GcPlan base = profile != null ? GcStar.plan() : smoke ? GcPlan.smoke() : quick ? GcPlan.quick() : GcPlan.demo();
        GcPlan plan = base.mapped(this::changed);
        if (scenario != null) {
            GcScenario chosen = GcScenario.of(scenario);
            plan = chosen == GcScenario.CODEC ? plan : plan.over(chosen);
        }
        if (openSeconds != null && openSeconds == 0) {
            plan = plan.only(cell -> cell.conditions().isClosed());
        }
        if (!collectors.isEmpty()) {
            plan = plan.on(collectors.stream().map(GcCollector::of).distinct().toList());
        }
        if (!jdks.isEmpty()) {
            plan = plan.onJdks(jdks.stream().map(GcCommand::jdk).distinct().toList());
        }
        if (check
                && (!plan.arms().containsAll(GcCheck.ARMS)
                        || plan.cell(GcCell.CLOSED).isEmpty())) {
            throw new IllegalArgumentException("--check: without closed load, g1, the running JDK and all of "
                    + String.join(", ", GcCheck.ARMS.stream().map(GcArm::id).toList())
                    + " (expected: among what runs)");
        }
        return hasConditions() ? plan.within(0) : plan;
    }

    /** Whether anything was asked for that changes what a plan takes. */
    private boolean hasConditions() {
        return pairs != null
                || pauses != null
                || seconds != null
                || openSeconds != null
                || openRate != null
                || limitMib != null
                || writesPercent != null
                || scenario != null
                || !collectors.isEmpty()
                || !jdks.isEmpty()
                || !arms.isEmpty();
    }

    private GcCell changed(GcCell cell) {
        GcConditions conditions = cell.conditions();
        conditions = limitMib == null ? conditions : conditions.withLimit(limitMib);
        conditions = writesPercent == null ? conditions : conditions.withChanges(writesPercent);
        GcCell changed = arms.isEmpty() ? cell : cell.with(arms());
        if (conditions.isClosed()) {
            return changed.under(conditions)
                    .during(or(pairs, cell.rounds()), or(pauses, cell.pausesPerArm()), or(seconds, cell.seconds()));
        }
        conditions = openRate == null ? conditions : conditions.withRate(openRate);
        return changed.under(conditions)
                .during(cell.rounds(), cell.pausesPerArm(), Math.max(1, or(openSeconds, cell.seconds())));
    }

    /** By version only: what a report says of a home, no reader of it can use. */
    private static Jdk jdk(String version) {
        if (!version.matches("[0-9]+")) {
            throw new IllegalArgumentException("jdks: " + version + " (expected: a version, as in 17)");
        }
        return Jdk.of(version);
    }

    private List<GcArm> arms() {
        return arms.equals(List.of("all"))
                ? List.of(GcArm.values())
                : arms.stream().map(GcArm::of).toList();
    }

    private static int or(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }

    /** Belongs to this plan on this machine: what another plan or another JDK has measured is none of ours. */
    static Path journalFolder(GcPlan plan, Environment environment) {
        String both = environment.fingerprint() + "\n" + plan;
        UUID hash = UUID.nameUUIDFromBytes(both.getBytes(StandardCharsets.UTF_8));
        return Settings.home().resolve("target/bench/gc-" + hash);
    }
}
