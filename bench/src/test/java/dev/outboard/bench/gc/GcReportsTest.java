package dev.outboard.bench.gc;

import static dev.outboard.bench.gc.GcArm.DIRECT_PER_MESSAGE;
import static dev.outboard.bench.gc.GcArm.LEGACY_FINALIZER_GRAPH;
import static dev.outboard.bench.gc.GcArm.LEGACY_MISSED_FREE;
import static dev.outboard.bench.gc.GcArm.SAFE_POOLED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.outboard.bench.report.Chart;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.TextReport;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GcReportsTest {
    @Test
    void percentiles_areOfAllRunsTogether() {
        double[] hundred = IntStream.rangeClosed(1, 100).asDoubleStream().toArray();
        double[] another = IntStream.rangeClosed(101, 200).asDoubleStream().toArray();
        GcSummary summary = GcRuns.report(
                        GcRuns.closed(SAFE_POOLED, 0, hundred), GcRuns.closed(SAFE_POOLED, 1, another))
                .summaries(GcCell.CLOSED)
                .get(0);
        assertThat(summary.pauses()).isEqualTo(200);
        assertThat(summary.p50Millis()).isEqualTo(100);
        assertThat(summary.p95Millis()).isEqualTo(190);
        assertThat(summary.p99Millis()).isEqualTo(198);
        assertThat(summary.maxMillis()).isEqualTo(200);
        assertThat(summary.p99PerRunMillis()).isEqualTo((99 + 199) / 2.0);
    }

    @Test
    void costs_arePerMessage() {
        GcSummary summary = GcRuns.report(GcRuns.closed(SAFE_POOLED, 0, 1, 2, 3))
                .summaries(GcCell.CLOSED)
                .get(0);
        assertThat(summary.gcCpuMillisPerMillion()).isEqualTo(30);
        assertThat(summary.cpuMillisPerMillion()).isEqualTo(500);
        assertThat(summary.stoppedShare()).isEqualTo(0.006);
        assertThat(summary.messagesPerSecond()).isEqualTo(1e6);
    }

    @Test
    void changes_compareRunsOfTheSameRound() {
        GcReport report = GcRuns.report(
                GcRuns.closed(LEGACY_MISSED_FREE, 0, 10),
                GcRuns.closed(SAFE_POOLED, 1, 30),
                GcRuns.closed(SAFE_POOLED, 0, 5),
                GcRuns.closed(LEGACY_MISSED_FREE, 1, 40),
                GcRuns.closed(LEGACY_MISSED_FREE, 2, 40));
        assertThat(report.changes())
                .filteredOn(change -> change.metric() == GcChange.Metric.PAUSE_P99)
                .singleElement()
                .satisfies(change -> {
                    assertThat(change.perPairPercent()).containsExactly(-50.0, -25.0);
                    assertThat(change.medianPercent()).isEqualTo(-37.5);
                    assertThat(change.percent()).isEqualTo((Math.sqrt(0.5 * 0.75) - 1) * 100, within(1e-9));
                    assertThat(change.interval().lower()).isLessThan(0.5);
                    assertThat(change.upperPercent()).isPositive();
                });
    }

    @Test
    void collectors_standSideBySide_inOneChartForEachFigure() {
        GcReport report = GcReports.of(
                GcPlan.quick().on(List.of(GcCollector.G1, GcCollector.SERIAL)),
                "17",
                List.of(
                        GcRuns.closed(LEGACY_MISSED_FREE, 0, 10),
                        GcRuns.closed(SAFE_POOLED, 0, 5),
                        GcRuns.of("closed-serial", LEGACY_MISSED_FREE, 0, 10),
                        GcRuns.of("closed-serial", SAFE_POOLED, 0, 20)),
                List.of());
        List<Chart.Intervals> charts = GcSection.of(report).charts().stream()
                .filter(Chart.Intervals.class::isInstance)
                .map(Chart.Intervals.class::cast)
                .toList();
        assertThat(charts)
                .extracting(Chart.Intervals::title)
                .containsExactly(
                        "Pause P99, to safe-pooled, cell by cell", "Messages per second, to safe-pooled, cell by cell");
        assertThat(charts.get(0).estimates())
                .extracting(Chart.Estimate::name, Chart.Estimate::value)
                .containsExactly(
                        tuple("closed, from legacy-missed-free", 0.5),
                        tuple("closed-serial, from legacy-missed-free", 2.0));
    }

    @Test
    void oneCell_hasNothingBesideIt() {
        GcReport report = GcRuns.report(GcRuns.closed(LEGACY_MISSED_FREE, 0, 10), GcRuns.closed(SAFE_POOLED, 0, 5));
        assertThat(GcSection.of(report).charts()).noneMatch(Chart.Intervals.class::isInstance);
    }

    @Test
    void changes_leaveOutPairsWithAnInvalidRun() {
        GcReport report = GcRuns.report(GcRuns.closed(LEGACY_MISSED_FREE, 0, 10), GcRuns.mismatched(SAFE_POOLED));
        assertThat(report.changes()).isEmpty();
    }

    @Test
    void run_withLostContent_makesTheReportFail() {
        GcReport report = GcRuns.report(GcRuns.mismatched(SAFE_POOLED));
        Section section = GcSection.of(report);
        assertThat(report.valid()).isFalse();
        assertThat(section.failed()).isTrue();
        assertThat(TextReport.render(section)).contains("FAILED", "3 messages came back other than they were sent");
    }

    @Test
    void run_thatDied_isInTheReportWithItsReason() {
        GcReport report = GcRuns.report(GcRuns.failed(SAFE_POOLED, "exit 1"), GcRuns.closed(SAFE_POOLED, 1, 7));
        assertThat(report.valid()).isFalse();
        assertThat(GcSection.of(report).failures()).containsExactly("safe-pooled, closed, round 1: exit 1");
        assertThat(report.summaries(GcCell.CLOSED).get(0).messagesPerSecond()).isEqualTo(1e6);
    }

    @Test
    void fewPauses_areNoted() {
        assertThat(GcRuns.report(GcRuns.closed(SAFE_POOLED, 0, 1, 2)).notes())
                .containsExactly("safe-pooled, closed: 2 pauses (expected: at least 300), so its P99 rests on few");
    }

    @Test
    void check_missesWhatIsAboveTheClaimOrWasNotMeasured() {
        GcReport report = GcRuns.report(
                GcRuns.closed(LEGACY_FINALIZER_GRAPH, 0, 10, 10),
                GcRuns.closed(SAFE_POOLED, 0, 6),
                GcRuns.closed(LEGACY_FINALIZER_GRAPH, 1, 10, 10),
                GcRuns.closed(SAFE_POOLED, 1, 6));
        assertThat(GcCheck.missed(report))
                .containsExactly(
                        "pause P99 from legacy-finalizer-graph to safe-pooled: -40 % (-40 to -40) (expected: at most -41 %,"
                                + " all of the interval below 0)",
                        "pause P99 from legacy-missed-free to safe-pooled: unknown (expected: at most -41 %,"
                                + " all of the interval below 0)");
    }

    @Test
    void check_wantsTheWholeIntervalBelowZero() {
        GcReport wide = GcRuns.report(
                GcRuns.closed(LEGACY_FINALIZER_GRAPH, 0, 100),
                GcRuns.closed(SAFE_POOLED, 0, 1),
                GcRuns.closed(LEGACY_FINALIZER_GRAPH, 1, 100),
                GcRuns.closed(SAFE_POOLED, 1, 100));
        GcReport one = GcRuns.report(GcRuns.closed(LEGACY_FINALIZER_GRAPH, 0, 100), GcRuns.closed(SAFE_POOLED, 0, 1));
        assertThat(GcCheck.missed(wide)).hasSize(2);
        assertThat(GcCheck.missed(one)).hasSize(2);
    }

    @Test
    void check_passesWhatIsShown() {
        GcReport report = GcRuns.report(
                GcRuns.closed(LEGACY_FINALIZER_GRAPH, 0, 30),
                GcRuns.closed(LEGACY_MISSED_FREE, 0, 20),
                GcRuns.closed(SAFE_POOLED, 0, 5),
                GcRuns.closed(LEGACY_FINALIZER_GRAPH, 1, 32),
                GcRuns.closed(LEGACY_MISSED_FREE, 1, 22),
                GcRuns.closed(SAFE_POOLED, 1, 5.5));
        assertThat(GcCheck.missed(report)).isEmpty();
    }

    @Test
    void ratios_haveAKeyForEveryChange() {
        GcReport report = GcRuns.report(GcRuns.closed(LEGACY_MISSED_FREE, 0, 10), GcRuns.closed(SAFE_POOLED, 0, 5));
        assertThat(report.ratios())
                .extracting(Ratio::key)
                .hasSize(GcChange.Metric.values().length)
                .contains("gc/closed/pause-p99/legacy-missed-free>safe-pooled");
    }

    @Test
    void literalMigration_hasATableAndASentenceOfItsOwn() {
        GcReport report = GcRuns.report(
                GcRuns.closed(LEGACY_MISSED_FREE, 0, 10),
                GcRuns.closed(DIRECT_PER_MESSAGE, 0, 11),
                GcRuns.closed(LEGACY_MISSED_FREE, 1, 10),
                GcRuns.closed(DIRECT_PER_MESSAGE, 1, 11.1));
        assertThat(TextReport.render(GcSection.of(report)))
                .contains("from each arm to direct-per-message, the literal migration");
        assertThat(GcTables.findings(report))
                .singleElement()
                .asString()
                .startsWith("legacy-missed-free to direct-per-message: pause P99 +10 % (+7 to +14), a loss;");
    }

    @Test
    void noise_isMarkedAtTheArmAndAtItsRatios() {
        GcReport report = GcRuns.report(
                GcRuns.disturbed(LEGACY_MISSED_FREE, 0, 0.5, 10), GcRuns.disturbed(SAFE_POOLED, 0, 0.3, 5));
        assertThat(report.noisyRuns()).isEqualTo(2);
        assertThat(report.ratios()).allMatch(Ratio::noisy);
        assertThat(TextReport.render(GcSection.of(report)))
                .contains("pooled*")
                .contains("Noisy: in 2 of 2 runs other work took more than 0.2 cores, up to 0.5");
    }

    @Test
    void report_survivesJson(@TempDir Path folder) throws Exception {
        GcReport report = GcRuns.report(GcRuns.closed(LEGACY_MISSED_FREE, 0, 10), GcRuns.closed(SAFE_POOLED, 0, 5));
        Path file = folder.resolve("gc.json");
        JsonReport.write(file, report);
        assertThat(JsonReport.read(file, GcReport.class)).isEqualTo(report);
    }
}
