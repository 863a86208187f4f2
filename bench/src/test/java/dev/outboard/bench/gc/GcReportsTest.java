package dev.outboard.bench.gc;

import static dev.outboard.bench.gc.GcArm.LEGACY_FINALIZER_GRAPH;
import static dev.outboard.bench.gc.GcArm.LEGACY_MISSED_FREE;
import static dev.outboard.bench.gc.GcArm.SAFE_POOLED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.TextReport;
import java.nio.file.Path;
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
                });
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
        assertThat(GcSection.of(report).failures()).containsExactly("safe-pooled, closed load, round 1: exit 1");
        assertThat(report.summaries(GcCell.CLOSED).get(0).messagesPerSecond()).isEqualTo(1e6);
    }

    @Test
    void fewPauses_areNoted() {
        assertThat(GcRuns.report(GcRuns.closed(SAFE_POOLED, 0, 1, 2)).notes())
                .containsExactly("safe-pooled: 2 pauses (expected: at least 300), so its P99 rests on few");
    }

    @Test
    void check_missesWhatIsAboveTheClaimOrWasNotMeasured() {
        GcReport report =
                GcRuns.report(GcRuns.closed(LEGACY_FINALIZER_GRAPH, 0, 10, 10), GcRuns.closed(SAFE_POOLED, 0, 6));
        assertThat(GcCommand.missed(report))
                .containsExactly(
                        "pause P99 from legacy-finalizer-graph to safe-pooled: -40 % (expected: at most -41 %)",
                        "pause P99 from legacy-missed-free to safe-pooled: unknown (expected: at most -41 %)",
                        "GC CPU per message from legacy-missed-free to safe-pooled: unknown (expected: at most -41 %)");
    }

    @Test
    void report_survivesJson(@TempDir Path folder) throws Exception {
        GcReport report = GcRuns.report(GcRuns.closed(LEGACY_MISSED_FREE, 0, 10), GcRuns.closed(SAFE_POOLED, 0, 5));
        Path file = folder.resolve("gc.json");
        JsonReport.write(file, report);
        assertThat(JsonReport.read(file, GcReport.class)).isEqualTo(report);
    }
}
