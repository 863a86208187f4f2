package dev.outboard.bench.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.bench.run.Jdk;
import java.util.List;
import org.junit.jupiter.api.Test;

class GcPlanTest {
    private static final GcCell CLOSED = closed(3);
    private static final GcCell OPEN =
            new GcCell(GcCell.OPEN, GcConditions.BASE.withRate(120_000), GcArm.standard(), 1, 0, 4);
    private static final GcCell LIMITED =
            OPEN.named(GcCell.LIMITED).under(OPEN.conditions().withLimit(96));

    @Test
    void demo_hasFiveArmsAndThreeHundredPausesInThreePairs() {
        GcPlan plan = GcPlan.demo();
        assertThat(plan.arms()).isEqualTo(GcArm.standard()).hasSize(5);
        assertThat(plan.cells()).extracting(GcCell::id).containsExactly("closed", "open", "limited");
        assertThat(plan.pairs()).isEqualTo(3);
        assertThat(plan.cells().get(0).pausesPerRun()).isEqualTo(102);
        assertThat(plan.cells().get(2).conditions().directMib()).isEqualTo(96);
        assertThat(plan.budgetSeconds()).isEqualTo(240);
    }

    @Test
    void quick_isWithinSixMinutesAndHasSixHundredPauses() {
        GcPlan plan = GcPlan.quick();
        assertThat(plan.cells()).singleElement().satisfies(cell -> {
            assertThat(cell.pausesPerArm()).isEqualTo(600);
            assertThat(cell.arms()).containsAll(GcCheck.ARMS);
        });
        assertThat(plan.budgetSeconds()).isBetween(1, 350);
        assertThat(GcPart.shortProfile().estimate().toSeconds()).isBetween(60L, 215L);
    }

    @Test
    void star_variesOneThingAtATime() {
        GcPlan plan = GcStar.plan();
        GcConditions base = plan.cell(GcCell.CLOSED).orElseThrow().conditions();
        GcConditions open = plan.cell(GcCell.OPEN).orElseThrow().conditions();
        assertThat(plan.arms()).containsExactly(GcArm.values());
        assertThat(plan.cells())
                .allSatisfy(cell -> assertThat(
                                Math.min(differences(base, cell.conditions()), differences(open, cell.conditions())))
                        .as(cell.id())
                        .isLessThanOrEqualTo(cell.conditions().concurrentExplicit() ? 2 : 1));
        assertThat(plan.cells().stream().map(cell -> cell.conditions().collector()))
                .contains(GcCollector.values());
    }

    @Test
    void cells_onOtherCollectors_haveTheirNames() {
        GcPlan plan = GcPlan.quick().on(List.of(GcCollector.G1, GcCollector.ZGC));
        assertThat(plan.cells()).extracting(GcCell::id).containsExactly("closed", "closed-zgc");
        assertThat(GcFlags.of(plan.cells().get(1).conditions()))
                .contains("-XX:+UseZGC")
                .doesNotContain("-Xmn80m", "-XX:+UseG1GC");
    }

    @Test
    void cells_onOtherJdks_haveTheirNamesAndFlags() {
        Jdk running = Jdk.running();
        Jdk old = new Jdk(17, running.home());
        Jdk later = new Jdk(99, running.home());
        GcPlan plan = GcPlan.quick().onJdks(List.of(running, later));
        assertThat(plan.cells()).extracting(GcCell::id).containsExactly("closed", "closed-jdk99");
        assertThat(GcFlags.of(plan.cells().get(1).conditions())).contains("--sun-misc-unsafe-memory-access=allow");
        assertThat(GcFlags.of(GcConditions.BASE.on(old)))
                .noneMatch(flag -> flag.startsWith("--sun-misc-unsafe-memory-access"));
    }

    @Test
    void arenas_takeANewerJdkThanTheOldest() {
        assertThat(GcArm.FFM_AUTO.unavailableOn(17)).hasValue("JDK: 17 (expected: 22 or later)");
        assertThat(GcArm.FFM_AUTO.unavailableOn(25)).isEmpty();
    }

    @Test
    void cells_ofTheRpcScenario_areClosedAndHaveItsName() {
        GcPlan plan = GcPlan.demo().over(GcScenario.RPC);
        assertThat(plan.cells()).extracting(GcCell::id).containsExactly("rpc");
        assertThat(plan.cells().get(0).conditions().scenario()).isEqualTo(GcScenario.RPC);
        assertThatThrownBy(() -> plan.cells().get(0).conditions().withRate(1000))
                .hasMessage("scenario: rpc with an open load (expected: closed load)");
    }

    @Test
    void pausesPerRun_areRoundedUp() {
        assertThat(closed(7).pausesPerRun()).isEqualTo(45);
        assertThat(OPEN.pausesPerRun()).isZero();
    }

    @Test
    void impossibleValue_isRefusedByName() {
        assertThatThrownBy(() -> closed(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pairs: 0 (expected: 1 to 1000)");
    }

    @Test
    void cell_twice_isRefused() {
        assertThatThrownBy(() -> new GcPlan(List.of(CLOSED, CLOSED), 1, 300, 0, 0))
                .hasMessage("cell: closed twice (expected: once)");
    }

    @Test
    void unknownArm_isRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> GcArm.of("safe"))
                .hasMessageStartingWith("arm: safe (expected: one of legacy-finalizer-graph, legacy-finalizer,")
                .hasMessageEndingWith("ffm-slab, or all)");
    }

    @Test
    void window_withoutBudget_isThePlans() {
        TimeBudget time = new TimeBudget(plan(3, 0));
        time.spend(CLOSED, 10_000, 5);
        assertThat(time.windowSeconds(CLOSED)).isEqualTo(10);
    }

    @Test
    void window_isCutWhereRunsTakeLongerThanThought() {
        TimeBudget time = new TimeBudget(plan(3, 240));
        // 25 runs with 4 s around them and 40 s of open windows leave 100 s for 15 closed windows.
        assertThat(time.leftSeconds()).isEqualTo(Math.round(15 * (10 * 2 / 3.0 + 4) + 10 * (4 + 4)));
        assertThat(time.windowSeconds(CLOSED)).isEqualTo(10);
        time.spend(CLOSED, 12, 6);
        time.spend(CLOSED, 12, 6);
        // Now 6 s are around each of the 23 runs that are left: 240 - 24 - 138 - 40 = 38 s for 13 windows.
        assertThat(time.windowSeconds(CLOSED)).isEqualTo(38 * 2 / 13);
        assertThat(time.leftSeconds()).isEqualTo(13 * 6 + 40 + 23 * 6);
        assertThat(time.windowSeconds(OPEN)).isEqualTo(4);
    }

    @Test
    void window_isNotCutForOneSlowStart() {
        TimeBudget time = new TimeBudget(plan(3, 240));
        time.spend(CLOSED, 46, 6);
        // 4 s around each of 24 runs, as thought: 240 - 46 - 96 - 40 = 58 s for 14 windows.
        assertThat(time.windowSeconds(CLOSED)).isEqualTo(58 * 2 / 14);
    }

    @Test
    void window_isNeverBelowASecond() {
        TimeBudget time = new TimeBudget(plan(3, 240));
        time.spend(CLOSED, 500, 10);
        assertThat(time.windowSeconds(CLOSED)).isEqualTo(1);
        assertThat(time.windowSeconds(LIMITED)).isEqualTo(1);
    }

    @Test
    void flags_allowUnsafeToEveryArmAndKeepNettyFromIt() {
        assertThat(GcFlags.of(LIMITED.conditions()))
                .contains(
                        "-XX:MaxDirectMemorySize=96m",
                        "-XX:+UseG1GC",
                        "-Xmn" + GcPlan.YOUNG_MIB + "m",
                        "-Dio.netty.noUnsafe=true")
                .doesNotContain("--sun-misc-unsafe-memory-access=deny");
        assertThat(GcFlags.of(LIMITED.conditions()).contains("--sun-misc-unsafe-memory-access=allow"))
                .isEqualTo(Runtime.version().feature() >= 23);
    }

    @Test
    void repeat_isAllowedWhereItFits() {
        // As thought: 15 runs of 10 2/3 s and 10 of 8 s take 240 s, and a repeat 10 2/3 more.
        TimeBudget time = new TimeBudget(plan(3, 260));
        assertThat(time.allowsRepeat(CLOSED)).isTrue();
        time.repeat(CLOSED, 20, 10);
        assertThat(time.allowsRepeat(CLOSED)).isFalse();
        assertThat(new TimeBudget(plan(3, 0)).allowsRepeat(CLOSED)).isTrue();
    }

    private static int differences(GcConditions one, GcConditions other) {
        int differences = one.collector() == other.collector() ? 0 : 1;
        differences += one.scenario() == other.scenario() ? 0 : 1;
        differences += one.ratePerSecond() == other.ratePerSecond() ? 0 : 1;
        differences += one.directMib() == other.directMib() ? 0 : 1;
        differences += one.concurrentExplicit() == other.concurrentExplicit() ? 0 : 1;
        differences += one.jdk() == other.jdk() ? 0 : 1;
        return differences + (one.changesPercent() == other.changesPercent() ? 0 : 1);
    }

    private static GcCell closed(int rounds) {
        return new GcCell(GcCell.CLOSED, GcConditions.BASE, GcArm.standard(), rounds, 300, 10);
    }

    private static GcPlan plan(int rounds, int budgetSeconds) {
        return new GcPlan(List.of(closed(rounds), OPEN, LIMITED), 2, 300, 1, budgetSeconds);
    }
}
