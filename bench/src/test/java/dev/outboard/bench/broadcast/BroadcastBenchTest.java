package dev.outboard.bench.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.report.Claim;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Progress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The benchmark against a contender with a planted defect: each has to turn the run to FAILED and say why. */
class BroadcastBenchTest {
    @TempDir
    Path work;

    @Test
    void run_ofASoundContender_isValidAndReadsBack() throws Exception {
        final BroadcastReport report = run(PlantedIm.SOUND, "safe");

        assertThat(report.runs()).extracting(BroadcastRun::error).containsOnlyNulls();
        assertThat(report.valid()).isTrue();
        assertThat(report.transport()).isEqualTo("nio");
        assertThat(report.runs()).hasSize(2).allSatisfy(run -> {
            assertThat(run.goodputPerSecond()).isEqualTo(500);
            assertThat(run.latency().p99Millis()).isEqualTo(3.5);
            assertThat(run.conservation()).startsWith("offered 1000 = delivered 1000 + dropped(queue-full=0,");
        });
        JsonReport.write(work.resolve("report.json"), report);
        assertThat(JsonReport.read(work.resolve("report.json"), BroadcastReport.class))
                .isEqualTo(report);
    }

    @Test
    void run_thatLosesMessages_isFailed() throws Exception {
        final BroadcastReport report = run(PlantedIm.LOSES_MESSAGES, "safe");

        assertThat(report.valid()).isFalse();
        assertThat(TextReport.render(BroadcastSection.of(report)))
                .contains("FAILED: these figures prove nothing")
                .contains("pool, closed, pair 1: recipients found nowhere: 12 (expected: 0)")
                .containsPattern("checks +FAILED +FAILED");
        assertThat(BroadcastClaims.of(report))
                .allSatisfy(claim -> assertThat(claim.verdict()).isEqualTo(Claim.Verdict.VOID));
    }

    @Test
    void run_thatBreaksAGuarantee_isFailedWithTheLoadsWords() throws Exception {
        assertThat(run(PlantedIm.BREAKS_ITS_ORDER, "safe").runs())
                .allSatisfy(run -> assertThat(run.error()).isEqualTo("out of order: 7 (expected: 0)"));
    }

    @Test
    void run_whoseLoadExitsBadly_isFailed() throws Exception {
        assertThat(run(PlantedIm.EXITS_WITH_ONE, "safe").runs())
                .allSatisfy(run -> assertThat(run.error()).isEqualTo("im load: exit 1 (expected: 0)"));
    }

    @Test
    void run_whoseLoadLeavesNoResult_isFailedWithItsLastWords() throws Exception {
        assertThat(run(PlantedIm.DIES_WITHOUT_RESULT, "safe").runs())
                .allSatisfy(run -> assertThat(run.error())
                        .isEqualTo("im load: exit 2, no result; its last line: connection refused"));
    }

    @Test
    void run_whoseServerDoesNotStart_isFailedWithItsLastWords() throws Exception {
        assertThat(run(PlantedIm.SERVER_CANNOT_START, "cannot-start").runs())
                .allSatisfy(run -> assertThat(run.error())
                        .startsWith(
                                "im serve: ended before the expected line; its last line: im serve: codec: cannot"));
    }

    @Test
    void run_thatWouldTakeTooLong_leavesPairsOutAndSaysSo() throws Exception {
        final BroadcastReport report = run(PlantedIm.SOUND, "safe", 3, 1);

        assertThat(report.pairs()).isEqualTo(1);
        assertThat(report.notes())
                .containsExactly("Time ran short: 1 of 3 pairs ran.", "Time ran short: the open loop was left out.");
        assertThat(BroadcastSection.of(report).notes()).containsAll(report.notes());
        assertThat(BroadcastSection.of(report).tables()).hasSize(2);
    }

    private BroadcastReport run(long defect, String codec) throws InterruptedException {
        return run(defect, codec, 1, 0);
    }

    /** An open loop only where there is a budget. */
    private BroadcastReport run(long defect, String codec, int pairs, int budgetSeconds) throws InterruptedException {
        final BroadcastPlan plan = new BroadcastPlan(
                pairs, 10, 1, 10, 1, 240, 0, 1, budgetSeconds == 0 ? 0 : 1, 1, codec, 64, defect, budgetSeconds);
        return BroadcastBench.run(plan, work, PlantedIm.class.getName(), Progress.silent());
    }
}
