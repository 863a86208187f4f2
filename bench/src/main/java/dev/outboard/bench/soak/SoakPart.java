package dev.outboard.bench.soak;

import dev.outboard.bench.gc.GcArm;
import dev.outboard.bench.gc.LimitedArms;
import dev.outboard.bench.report.Chart;
import dev.outboard.bench.report.Claim;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.run.ChildFailedException;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Jvm;
import dev.outboard.bench.run.Noise;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import dev.outboard.bench.suite.PartResult;
import dev.outboard.bench.suite.SuitePart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The long run in a JVM of its own, and every arm of the GC benchmark under a limit on native memory, as a part of a suite; each JVM
 * is an entry of the journal. One thread.
 */
public final class SoakPart implements SuitePart {
    private static final String PROGRAM = "dev.outboard.bench.cli.Outboard";
    private static final List<String> FLAGS = List.of("-Xmx512m", "-XX:+UseG1GC");
    /** Start, capacity, end. */
    private static final int AROUND_SECONDS = 25;

    private final int seconds;
    private final int secondsPerArm;
    private final List<GcArm> arms;

    SoakPart(int seconds, int secondsPerArm, List<GcArm> arms) {
        this.seconds = seconds;
        this.secondsPerArm = secondsPerArm;
        this.arms = List.copyOf(arms);
    }

    /** Three minutes of calls, and twenty seconds of each arm. */
    public static SoakPart full() {
        return new SoakPart(180, 20, GcArm.standard());
    }

    @Override
    public String id() {
        return "soak";
    }

    @Override
    public Duration estimate() {
        return Duration.ofSeconds(
                (long) seconds + AROUND_SECONDS + (long) arms.size() * (secondsPerArm + SoakArms.AROUND_SECONDS));
    }

    @Override
    public PartResult run(Path work, Journal journal, Progress progress) throws IOException, InterruptedException {
        Files.createDirectories(work);
        final List<String> failures = new ArrayList<>();
        final Optional<SoakReport> calls = calls(work, journal, progress, failures);
        final ArmsReport counts = arms(work, journal, progress);
        final long noisy = counts.arms().stream()
                .filter(arm -> arm.foreignCores() > Noise.NOISY_CORES)
                .count();
        return new PartResult(
                id(),
                List.of(claim(counts)),
                List.of(),
                section(calls, counts, failures),
                (int) noisy,
                counts.arms().size() + 1,
                new Data(calls.orElse(null), counts));
    }

    private record Data(@Nullable SoakReport calls, ArmsReport arms) {}

    private Optional<SoakReport> calls(Path work, Journal journal, Progress progress, List<String> failures)
            throws IOException, InterruptedException {
        final Optional<SoakReport> before = journal.find("calls", SoakReport.class);
        if (before.isPresent()) {
            return before;
        }
        progress.stage("soak: calls of every kind, " + seconds + " s", estimate());
        final Path result = work.resolve("soak.json");
        Files.deleteIfExists(result);
        try (Jvm jvm = Jvm.of("bench soak", PROGRAM)
                .flags(FLAGS)
                .args(List.of(
                        "bench",
                        "soak",
                        "--seconds",
                        String.valueOf(seconds),
                        "--codec",
                        "safe",
                        "--seed",
                        "1",
                        "--json",
                        result.toString()))
                .log(work.resolve("soak.log"))
                .start()) {
            // Its exit code says what its report says, too.
            final int code = jvm.awaitExit(Duration.ofSeconds(2L * seconds + 180));
            if (!Files.exists(result)) {
                throw new ChildFailedException("bench soak: exit " + code + ", no result");
            }
            final SoakReport report = JsonReport.read(result, SoakReport.class);
            journal.add("calls", report);
            return Optional.of(report);
        } catch (ChildFailedException e) {
            failures.add(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private ArmsReport arms(Path work, Journal journal, Progress progress) throws IOException, InterruptedException {
        final String created = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        final List<ArmCount> counts = new ArrayList<>();
        final List<GcArm> able = SoakArms.able(arms);
        for (GcArm arm : able) {
            final Optional<ArmCount> before = journal.find("arm-" + arm.id(), ArmCount.class);
            final ArmCount count = before.isPresent()
                    ? before.get()
                    : SoakArms.one(arm, secondsPerArm, work, able.size() - counts.size(), progress);
            journal.add("arm-" + arm.id(), count);
            counts.add(count);
        }
        return new ArmsReport(
                created,
                Environment.capture(),
                secondsPerArm,
                LimitedArms.limitMib(),
                LimitedArms.offeredPerSecond(),
                counts,
                SoakArms.notes(arms, counts, secondsPerArm));
    }

    private static Claim claim(ArmsReport report) {
        final ArmCount legacy = count(report, GcArm.LEGACY_FINALIZER_GRAPH);
        final ArmCount ours = count(report, GcArm.SAFE_POOLED);
        final boolean less = legacy.refused() > 0 && ours.refused() == 0;
        return new Claim(
                "out of memory, " + legacy.arm() + " to " + ours.arm(),
                "3.2 alerts a day before, 0 in a week after",
                Numbers.of(legacy.refused()) + " refusals before, " + Numbers.of(ours.refused()) + " after, in "
                        + report.secondsPerArm() + " s with " + report.limitMib() + " MiB; a week was not watched",
                !report.passed() ? Claim.Verdict.VOID : less ? Claim.Verdict.REPRODUCED : Claim.Verdict.NOT_REPRODUCED,
                false,
                "Both ran under the same limit, which is reached in seconds; rates over days were not watched.");
    }

    private static ArmCount count(ArmsReport report, GcArm arm) {
        return report.arms().stream()
                .filter(count -> count.arm().equals(arm.id()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("arm: " + arm.id() + " (expected: one that ran)"));
    }

    private static Section section(Optional<SoakReport> calls, ArmsReport counts, List<String> failures) {
        final List<Section> sections = Stream.concat(
                        calls.stream().map(SoakReport::section), Stream.of(counts.section()))
                .toList();
        final List<String> all = new ArrayList<>(failures);
        final List<Table> tables = new ArrayList<>();
        final List<Chart> charts = new ArrayList<>();
        final List<String> findings = new ArrayList<>();
        final List<String> notes = new ArrayList<>();
        for (Section section : sections) {
            all.addAll(section.failures());
            tables.addAll(section.tables());
            charts.addAll(section.charts());
            findings.addAll(section.findings());
            notes.addAll(section.notes());
        }
        return new Section(
                "soak",
                "The long run, and out of memory",
                String.join(" ", sections.stream().map(Section::question).toList()),
                all,
                tables,
                charts,
                findings,
                notes);
    }
}
