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
        assertThat(plan.pausesPerRun()).isEqualTo(102);
        assertThat(plan.limitMib()).isEqualTo(96);
        assertThat(plan.budgetSeconds()).isEqualTo(240);
    }

    @Test
    void pausesPerRun_areRoundedUp() {
        assertThat(plan(7, 300, 0).pausesPerRun()).isEqualTo(45);
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
    void window_withoutBudget_isThePlans() {
        TimeBudget time = new TimeBudget(plan(3, 300, 0), 5);
        time.spend(GcCell.CLOSED, 10_000, 5);
        assertThat(time.windowSeconds(GcCell.CLOSED)).isEqualTo(10);
    }

    @Test
    void window_isCutWhereRunsTakeLongerThanThought() {
        TimeBudget time = new TimeBudget(plan(3, 300, 240), 5);
        // 25 runs with 4 s around them and 40 s of open windows leave 100 s for 15 closed windows.
        assertThat(time.leftSeconds()).isEqualTo(Math.round(15 * (10 * 2 / 3.0 + 4) + 10 * (4 + 4)));
        assertThat(time.windowSeconds(GcCell.CLOSED)).isEqualTo(10);
        time.spend(GcCell.CLOSED, 12, 6);
        time.spend(GcCell.CLOSED, 12, 6);
        // Now 6 s are around each of the 23 runs that are left: 240 - 24 - 138 - 40 = 38 s for 13 windows.
        assertThat(time.windowSeconds(GcCell.CLOSED)).isEqualTo(38 * 2 / 13);
        assertThat(time.leftSeconds()).isEqualTo(13 * 6 + 40 + 23 * 6);
        assertThat(time.windowSeconds(GcCell.OPEN)).isEqualTo(4);
    }

    @Test
    void window_isNotCutForOneSlowStart() {
        TimeBudget time = new TimeBudget(plan(3, 300, 240), 5);
        time.spend(GcCell.CLOSED, 46, 6);
        // 4 s around each of 24 runs, as thought: 240 - 46 - 96 - 40 = 58 s for 14 windows.
        assertThat(time.windowSeconds(GcCell.CLOSED)).isEqualTo(58 * 2 / 14);
    }

    @Test
    void window_isNeverBelowASecond() {
        TimeBudget time = new TimeBudget(plan(3, 300, 240), 5);
        time.spend(GcCell.CLOSED, 500, 10);
        assertThat(time.windowSeconds(GcCell.CLOSED)).isEqualTo(1);
        assertThat(time.windowSeconds(GcCell.LIMITED)).isEqualTo(1);
    }

    @Test
    void flags_allowUnsafeToEveryArmAndKeepNettyFromIt() {
        assertThat(GcFlags.of(96))
                .contains("-XX:MaxDirectMemorySize=96m", "-Xmn" + GcPlan.YOUNG_MIB + "m", "-Dio.netty.noUnsafe=true")
                .doesNotContain("--sun-misc-unsafe-memory-access=deny");
        assertThat(GcFlags.of(96).contains("--sun-misc-unsafe-memory-access=allow"))
                .isEqualTo(Runtime.version().feature() >= 23);
    }

    private static GcPlan plan(int pairs, int pauses, int budgetSeconds) {
        return new GcPlan(List.of(GcArm.values()), pairs, pauses, 10, 2, 4, 120_000, 4, 300, 512, 96, budgetSeconds);
    }
}
