package dev.outboard.bench.epsilon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpsilonBenchTest {
    private static final EpsilonPlan.Task COUNTED = new EpsilonPlan.Task("safe", "workers", 1, 128, 5, 10, true);

    @Test
    void smoke_comesToItsEnd(@TempDir Path work) throws Exception {
        EpsilonPlan plan = new EpsilonPlan(1000, List.of("safe"), 1000, 10, false);
        Journal journal = Journal.in(work.resolve("journal"));
        EpsilonReport report = EpsilonBench.run(plan, work, journal, Progress.silent());
        assertThat(report.passed()).isTrue();
        assertThat(report.runs())
                .hasSize(8)
                .allSatisfy(run -> assertThat(run.calls()).isPositive())
                .allSatisfy(run -> assertThat(run.client().heapEnd()).isPositive());
        assertThat(EpsilonBench.run(plan, work, journal, Progress.silent()).runs())
                .isEqualTo(report.runs());
    }

    @Test
    void briefPlan_isTheBusiestCellOfEachCodec() {
        assertThat(EpsilonPlan.brief().tasks())
                .extracting(EpsilonPlan.Task::name)
                .containsExactly(
                        "unsafe-loop-16x32-epsilon",
                        "safe-loop-16x32-epsilon",
                        "unsafe-loop-16x32-counted",
                        "safe-loop-16x32-counted");
    }

    @Test
    void missedBar_failsASuite() {
        EpsilonRun run = EpsilonRun.parse(
                COUNTED,
                "calls=1000 total=1500 nanos=1000000000 clientBytes=99 serverBytes=101 lost=0 faults=0 fault=");
        assertThat(EpsilonPart.judged(report(true, run)).failures())
                .containsExactly(
                        "safe, workers, 1x128: heap per call above the bar (expected: at most 0.1 B on each side)");
        assertThat(EpsilonPart.judged(report(false, run)).failures()).isEmpty();
    }

    @Test
    void bytesAboveTheBar_failASoundReport() {
        EpsilonRun run = EpsilonRun.parse(
                COUNTED,
                "calls=1000 total=1500 nanos=1000000000 clientBytes=99 serverBytes=101 lost=0 faults=0 fault=");
        assertThat(report(true, run).passed()).isFalse();
        assertThat(report(false, run).passed()).isTrue();
        assertThat(TextReport.render(report(true, run).section()))
                .contains("MISSED: at most 0.1 B per call on each side: safe, workers, 1x128")
                .contains("0.0990   ", "0.1010");
    }

    @Test
    void lostCallsAndFaults_fail() {
        EpsilonRun lost = EpsilonRun.parse(COUNTED, "calls=1 total=1 nanos=1 lost=2 faults=0 fault=");
        assertThat(lost.error()).isEqualTo("calls without an end: 2 (expected: 0)");
        EpsilonRun fault = EpsilonRun.parse(COUNTED, "calls=1 total=1 nanos=1 lost=0 faults=1 fault=reply: wrong");
        assertThat(report(false, fault).passed()).isFalse();
    }

    private static EpsilonReport report(boolean sound, EpsilonRun run) {
        return new EpsilonReport(
                "2026-01-01T00:00:00Z", Environment.capture(), sound, EpsilonBench.EPSILON, List.of(run));
    }
}
