package dev.outboard.bench.broadcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.bench.report.Claim;
import dev.outboard.bench.report.HtmlReport;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Noise;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import dev.outboard.bench.suite.PartResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of known figures of every mode, and of contenders with a planted defect. */
class MigrationTest {
    private static final List<String> STEPS =
            List.of("per-recipient", "pool-blocking", "pool-encode-each", "queue-unbounded", "pool", "event-loop");
    /** Goodput of each mode, over the legacy's. */
    private static final Map<String, Double> GOODPUT = Map.of(
            "per-recipient",
            1.0,
            "pool-blocking",
            0.8,
            "pool-encode-each",
            1.6,
            "queue-unbounded",
            1.5,
            "pool",
            2.0,
            "event-loop",
            2.2);

    @TempDir
    Path work;

    @Test
    void steps_areRatiosOfTheSameRound_withIntervalsAndKeys() {
        MigrationReport report = report(GOODPUT::get, 20, 0);
        Ratio whole = report.ratio("broadcast/closed/goodput/per-recipient>pool");
        assertThat(whole.interval().estimate()).isCloseTo(2.0, org.assertj.core.data.Offset.offset(0.05));
        assertThat(whole.interval().lower()).isBetween(1.8, 2.0);
        assertThat(whole.interval().count()).isEqualTo(3);
        assertThat(report.ratios())
                .extracting(Ratio::key)
                .contains(
                        "broadcast/closed/goodput/per-recipient>pool-blocking",
                        "broadcast/closed/goodput/pool-blocking>pool-encode-each",
                        "broadcast/closed/goodput/pool-encode-each>pool",
                        "broadcast/closed/goodput/queue-unbounded>pool",
                        "broadcast/closed/goodput/pool>event-loop",
                        "broadcast/stalled/rss-above-idle/per-recipient>pool")
                .doesNotHaveDuplicates();
        assertThat(TextReport.render(MigrationSection.of(report)).replaceAll("\\s+", " "))
                .contains("Which change causes it, closed load")
                .contains("Most of the goodput comes from pool-blocking to pool-encode-each")
                .contains("0.80 (0.73 to 0.87) times the goodput: by itself it loses.");
    }

    @Test
    void bars_areMetByALargeChangeBeyondDoubt_only() {
        assertThat(report(GOODPUT::get, 20, 0).bars()).hasSize(2).allMatch(MigrationBar::met);
        MigrationReport small = report(mode -> mode.equals("pool") ? 1.3 : 1.0, 60, 0);
        assertThat(small.bars()).noneMatch(MigrationBar::met);
        assertThat(small.bars().get(0).line())
                .startsWith("goodput, per-recipient to pool, closed load: +30 % (+")
                .endsWith("(expected: +37 % or more, the interval above zero, runs that nobody disturbed)");
        assertThat(small.bars().get(1).line())
                .endsWith("(expected: -62 % or more, the interval below zero, runs that nobody disturbed)");
        assertThat(MigrationSection.claims(small))
                .extracting(Claim::verdict)
                .containsExactly(Claim.Verdict.SMALLER, Claim.Verdict.SMALLER);
    }

    @Test
    void change_thatGoesTheWrongWay_isPrintedLikeAnyOther() {
        MigrationReport worse = report(mode -> mode.equals("pool") ? 0.5 : 1.0, 200, 0);
        assertThat(MigrationSection.claims(worse))
                .extracting(Claim::verdict)
                .containsExactly(Claim.Verdict.REVERSED, Claim.Verdict.REVERSED);
        assertThat(TextReport.render(MigrationSection.of(worse)))
                .contains("-50 % (-")
                .contains("MISSED");
    }

    @Test
    void disturbedRuns_areMarked() {
        MigrationReport noisy = report(GOODPUT::get, 20, 0.5);
        assertThat(noisy.bars().get(0).measured()).endsWith(" *");
        assertThat(noisy.bars()).noneMatch(MigrationBar::met);
        assertThat(noisy.disturbed()).isEqualTo(noisy.runs().size());
        assertThat(MigrationSection.claims(noisy)).allMatch(Claim::noisy);
    }

    @Test
    void part_goesOnWhereItsJournalEnds() throws Exception {
        Journal journal = Journal.in(work.resolve("journal"));
        PartResult first = part(PlantedIm.SOUND, journal);
        assertThat(first.valid()).isTrue();
        assertThat(first.runs()).isEqualTo(2);
        assertThat(first.ratios())
                .extracting(Ratio::key)
                .containsExactly(
                        "broadcast/closed/goodput/per-recipient>pool",
                        "broadcast/closed/cpu-per-delivery/per-recipient>pool");
        assertThat(journal.find("closed-pool-1", CompareRun.class)).isPresent();
        // Where a run ran again it would fail now.
        assertThat(part(PlantedIm.LOSES_MESSAGES, journal).valid()).isTrue();
    }

    @Test
    void report_readsBack_andMakesAPage() throws Exception {
        MigrationReport report = report(GOODPUT::get, 20, 0);
        JsonReport.write(work.resolve("report.json"), report);
        assertThat(JsonReport.read(work.resolve("report.json"), MigrationReport.class)
                        .ratios())
                .isEqualTo(report.ratios());
        assertThat(HtmlReport.render(MigrationSection.page(report, "./outboard bench broadcast --quick")))
                .contains("pool-blocking &gt; pool-encode-each")
                .contains("RSS above idle, stalled");
    }

    @Test
    void load_thatIsItsOwnBottleneck_isFailed_whereNobodyElseIsToBlame() throws Exception {
        ForkedIm.Seen seen = seen(PlantedIm.SATURATES, CompareCell.CLOSED, PlantedIm.class);
        assertThat(run(seen, 0, true).error())
                .isEqualTo("the load was its own bottleneck: it sent 31.0 ms too late (99th percentile)");
        assertThat(run(seen, 0.5, true).error()).isNull();
        assertThat(run(seen, 0.5, true).isDropped()).isTrue();
        assertThat(run(seen, 0, false).error()).isNull();
    }

    private static CompareRun run(ForkedIm.Seen seen, double foreignCores, boolean strict) {
        return CompareRun.of(
                "pool",
                CompareCell.CLOSED,
                0,
                new ForkedIm.Seen(
                        seen.result(),
                        seen.server(),
                        new Noise.Window(foreignCores, 0),
                        seen.transport(),
                        seen.error()),
                strict);
    }

    @Test
    void server_whosePushNeverArrives_isFailed() throws Exception {
        assertThat(seen(3, CompareCell.OPEN, LossyIm.class).error())
                .startsWith("offered and found nowhere: 1 (expected: 0);");
    }

    @Test
    void server_withAnotherHeap_isFailed() throws Exception {
        MigrationPlan plan = new MigrationPlan(
                List.of(new Spoke(
                        "closed",
                        CompareCell.CLOSED,
                        load(List.of("per-recipient", "pool"), 1, PlantedIm.SOUND, PlantedIm.OTHER_HEAP))),
                0);
        MigrationReport report =
                CompareBench.run(plan, work, PlantedIm.class.getName(), Journal.none(), Progress.silent());
        assertThat(report.valid()).isFalse();
        assertThat(MigrationSection.claims(report)).extracting(Claim::verdict).containsOnly(Claim.Verdict.VOID);
        assertThat(TextReport.render(MigrationSection.of(report)).replaceAll("\\s+", " "))
                .contains("FAILED: these figures prove nothing")
                .contains("pool, closed, round 1: heap: 96 MiB (expected: 64 MiB, as every server's)")
                .doesNotContain("per-recipient, closed");
    }

    @Test
    void plans_areOfLoadsWithNames() {
        assertThat(MigrationPlan.full().spokes())
                .extracting(Spoke::id)
                .contains("closed", "open", "stalled", "closed-500x50", "closed-10x5000", "closed-long");
        assertThat(MigrationPlan.quick().estimatedSeconds()).isLessThanOrEqualTo(360);
        List<Spoke> spokes = MigrationPlan.quick().spokes();
        assertThatThrownBy(() -> new MigrationPlan(List.of(spokes.get(0), spokes.get(0)), 0))
                .hasMessage("spokes: [closed, closed] (expected: one or more, each name once)");
    }

    private ForkedIm.Seen seen(long defect, CompareCell cell, Class<?> program) throws Exception {
        ComparePlan load = load(List.of("per-recipient", "pool"), 1, defect, "safe");
        return new ForkedIm(work, program.getName())
                .run(new ForkedIm.Task(
                        "planted",
                        load.serverFlags(),
                        load.heapMib(),
                        load.serverArguments("pool"),
                        load.loadArguments(cell),
                        Duration.ofSeconds(1)));
    }

    private PartResult part(long defect, Journal journal) throws Exception {
        List<String> modes = List.of("per-recipient", "pool");
        MigrationPlan plan =
                new MigrationPlan(List.of(new Spoke("closed", CompareCell.CLOSED, load(modes, 1, defect, "safe"))), 0);
        return BroadcastPart.of(plan, PlantedIm.class.getName()).run(work, journal, Progress.silent());
    }

    private static ComparePlan load(List<String> modes, int pairs, long seed, String codec) {
        return new ComparePlan(modes, pairs, 10, 1, 10, 1, 240, 1, 240, 1, 0, 1, codec, 64, seed);
    }

    /** Three rounds of every mode; resident memory of the pool in per cent of the legacy's. */
    private static MigrationReport report(
            ToDoubleFunction<String> goodput, double residentPercent, double foreignCores) {
        ComparePlan all = load(STEPS, 3, 1, "safe");
        MigrationPlan plan = new MigrationPlan(
                List.of(new Spoke("closed", CompareCell.CLOSED, all), new Spoke("stalled", CompareCell.STALLED, all)),
                0);
        List<CompareReport> loads = plan.spokes().stream()
                .map(spoke -> new CompareReport(
                        CompareReport.SCHEMA,
                        "2026-01-01T00:00:00Z",
                        Environment.capture(),
                        all,
                        List.of(),
                        List.of(),
                        "nio",
                        runs(spoke.cell(), goodput, residentPercent, foreignCores)))
                .toList();
        return MigrationReport.of("2026-01-01T00:00:00Z", Environment.capture(), plan, loads, 0, List.of());
    }

    private static List<CompareRun> runs(
            CompareCell cell, ToDoubleFunction<String> goodput, double residentPercent, double foreignCores) {
        List<CompareRun> runs = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            double base = 10_000 + 1_000 * round;
            for (String mode : STEPS) {
                boolean ours = mode.equals("pool");
                // The rounds of all but the legacy differ by some per cent.
                double jitter = mode.equals("per-recipient") ? 1 : 0.95 + 0.05 * round;
                runs.add(new CompareRun(
                        mode,
                        cell,
                        round,
                        new CompareRun.Figures(
                                base * goodput.applyAsDouble(mode) * jitter,
                                1,
                                2,
                                (ours ? residentPercent * jitter : 100) * (1 << 20),
                                4 << 20,
                                20,
                                5,
                                6),
                        Map.of(),
                        0,
                        false,
                        "",
                        foreignCores,
                        0,
                        null));
            }
        }
        return runs;
    }
}
