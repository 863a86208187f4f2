package dev.outboard.bench.gc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Progress;
import java.util.List;
import org.junit.jupiter.api.Test;

class GcBenchTest {
    /** As small as it gets: one closed run per arm, each in a JVM of its own. */
    private static final GcPlan TINY = new GcPlan(List.of(GcArm.values()), 1, 2, 5, 0, 0, 20_000, 0, 5, 512, 96, 0);

    @Test
    void everyArm_runsInItsOwnJvmAndHoldsItsChecks() throws Exception {
        GcReport report = GcBench.run(TINY, Progress.silent());
        assertThat(GcSection.of(report).failures()).isEmpty();
        assertThat(report.runs()).extracting(GcRun::arm).containsExactly(GcArm.values());
        assertThat(report.runs()).allSatisfy(run -> {
            assertThat(run.messages()).isPositive();
            assertThat(run.pauses().millis()).isNotEmpty();
            assertThat(run.memory().nativeMaxBytes()).isPositive();
        });
        assertThat(report.jvmFlags()).contains("-Xmn96m");
        assertThat(TextReport.render(GcSection.of(report))).contains("legacy-missed-free", "safe-", "pause P99, ms");
    }

    @Test
    void references_areThoseOfTheArm() throws Exception {
        GcPlan plan = new GcPlan(
                List.of(GcArm.LEGACY_FINALIZER_GRAPH, GcArm.DIRECT_PER_MESSAGE),
                1,
                3,
                5,
                0,
                0,
                20_000,
                0,
                5,
                512,
                96,
                0);
        List<GcRun> runs = GcBench.run(plan, Progress.silent()).runs();
        assertThat(runs.get(0).young().finals()).isGreaterThan(1000);
        assertThat(runs.get(0).young().phantoms()).isLessThan(1000);
        assertThat(runs.get(1).young().finals()).isLessThan(1000);
        assertThat(runs.get(1).young().phantoms()).isGreaterThan(1000);
    }
}
