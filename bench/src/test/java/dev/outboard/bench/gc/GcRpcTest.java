package dev.outboard.bench.gc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The scenario with a real server and a client's JVM, at the smallest scale. */
class GcRpcTest {
    private static final List<GcArm> ARMS = List.of(GcArm.LEGACY_FINALIZER, GcArm.SAFE_POOLED);

    @Test
    void arms_holdTheMessagesOfARealServer() throws Exception {
        GcReport report = run(GcPlant.NONE, ARMS);
        assertThat(GcSection.of(report).failures()).isEmpty();
        assertThat(report.runs()).hasSize(2).allSatisfy(run -> {
            assertThat(run.messages()).isGreaterThan(1000);
            assertThat(run.memory().nativeMaxBytes()).isPositive();
        });
        assertThat(report.runs().get(0).young().finals()).isGreaterThan(1000);
        assertThat(report.runs().get(1).young().finals()).isLessThan(1000);
    }

    @Test
    void lostMessage_failsTheRun() throws Exception {
        GcReport report = run(GcPlant.LOSES, List.of(GcArm.SAFE_POOLED));
        assertThat(report.runs().get(0).lost()).isPositive();
        assertThat(report.valid()).isFalse();
    }

    private static GcReport run(GcPlant plant, List<GcArm> arms) throws Exception {
        GcCell cell = new GcCell("rpc", GcConditions.BASE.with(GcScenario.RPC), arms, 1, 2, 60);
        return GcBench.run(new GcPlan(List.of(cell), 0, 5, 0, 0), plant, Journal.none(), Progress.silent());
    }
}
