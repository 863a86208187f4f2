package dev.outboard.bench.gc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Progress;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One closed run per arm at the smallest scale, each in a JVM of its own, as the benchmark does it. */
class GcBenchTest {
    private static final GcPlan TINY = new GcPlan(List.of(GcArm.values()), 1, 2, 20, 0, 0, 20_000, 0, 5, 512, 96, 0);

    private static GcReport report;

    @BeforeAll
    static void runOnce() throws InterruptedException {
        report = GcBench.run(TINY, Progress.silent());
    }

    @Test
    void everyArm_runsAndHoldsItsChecks() {
        assertThat(GcSection.of(report).failures()).isEmpty();
        assertThat(report.runs()).extracting(GcRun::arm).containsExactly(GcArm.values());
        assertThat(report.runs()).allSatisfy(run -> {
            assertThat(run.messages()).isPositive();
            assertThat(run.pauses().millis()).isNotEmpty();
            assertThat(run.pauses().stoppedMillis()).isPositive();
            assertThat(run.memory().nativeMaxBytes()).isPositive();
        });
    }

    @Test
    void references_areThoseOfTheArm() {
        assertThat(young(GcArm.LEGACY_FINALIZER_GRAPH).finals()).isGreaterThan(5000);
        assertThat(young(GcArm.LEGACY_MISSED_FREE).finals()).isGreaterThan(5000);
        assertThat(young(GcArm.DIRECT_PER_MESSAGE).phantoms()).isGreaterThan(5000);
        assertThat(young(GcArm.SAFE_POOLED).finals() + young(GcArm.SAFE_POOLED).phantoms())
                .isLessThan(2000);
    }

    @Test
    void report_namesEveryArmAndTheFlags() {
        assertThat(report.jvmFlags()).contains("-Xmn" + GcPlan.YOUNG_MIB + "m", "-XX:MaxDirectMemorySize=512m");
        assertThat(TextReport.render(GcSection.of(report)))
                .contains(List.of(
                        "legacy-missed-free:", "safe-pooled:", "pause P99, ms", "-Xmn" + GcPlan.YOUNG_MIB + "m"));
    }

    private static GcRun.Young young(GcArm arm) {
        return report.runs().stream()
                .filter(run -> run.arm() == arm)
                .findFirst()
                .orElseThrow()
                .young();
    }
}
