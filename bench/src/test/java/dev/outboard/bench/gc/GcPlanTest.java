package dev.outboard.bench.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class GcPlanTest {
    @Test
    void demo_hasAllArmsAndThreeHundredPausesInThreePairs() {
        GcPlan plan = GcPlan.demo();
        assertThat(plan.arms()).containsExactly(GcArm.values());
        assertThat(plan.pairs()).isEqualTo(3);
        assertThat(plan.pausesPerArm()).isEqualTo(300);
        assertThat(plan.pausesPerRun()).isEqualTo(100);
        assertThat(plan.limitMib()).isEqualTo(96);
        assertThat(plan.budgetSeconds()).isEqualTo(240);
    }

    @Test
    void pausesPerRun_areRoundedUp() {
        assertThat(plan(7, 300, 0).pausesPerRun()).isEqualTo(43);
    }

    @Test
    void impossibleValue_isRefusedByName() {
        assertThatThrownBy(() -> plan(0, 300, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pairs: 0 (expected: 1 to 1000)");
    }

    @Test
    void unknownArm_isRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> GcArm.of("safe"))
                .hasMessage("arm: safe (expected: one of legacy-finalizer-graph, legacy-missed-free,"
                        + " direct-per-message, unsafe-pooled, safe-pooled)");
    }

    @Test
    void closedWindow_withoutBudget_isThePlans() {
        assertThat(GcBench.closedSeconds(plan(3, 300, 0), 5, 15, 10_000)).isEqualTo(10);
    }

    @Test
    void closedWindow_isCutWhereTimeRunsShort() {
        GcPlan plan = plan(3, 300, 240);
        // 4 s around each run; 5 open and 5 limited runs of 4 s more: 80 s are taken before any closed window.
        assertThat(GcBench.closedSeconds(plan, 5, 15, 0)).isEqualTo(10);
        assertThat(GcBench.closedSeconds(plan, 5, 6, 100)).isEqualTo((240 - 100 - 80 - 24) * 3 / 2 / 6);
        assertThat(GcBench.closedSeconds(plan, 5, 6, 500)).isEqualTo(1);
    }

    @Test
    void flags_allowUnsafeToEveryArmAndKeepNettyFromIt() {
        assertThat(GcFlags.of(96))
                .contains("-XX:MaxDirectMemorySize=96m", "-Xmn96m", "-Dio.netty.noUnsafe=true")
                .doesNotContain("--sun-misc-unsafe-memory-access=deny");
        assertThat(GcFlags.of(96).contains("--sun-misc-unsafe-memory-access=allow"))
                .isEqualTo(Runtime.version().feature() >= 23);
    }

    private static GcPlan plan(int pairs, int pauses, int budgetSeconds) {
        return new GcPlan(List.of(GcArm.values()), pairs, pauses, 10, 2, 4, 120_000, 4, 300, 512, 96, budgetSeconds);
    }
}
