package dev.outboard.bench.rpc;

import static dev.outboard.bench.rpc.RpcContender.GRPC;
import static dev.outboard.bench.rpc.RpcContender.GRPC_POOL;
import static dev.outboard.bench.rpc.RpcContender.RAW_AGAIN;
import static dev.outboard.bench.rpc.RpcContender.RAW_HAND;
import static dev.outboard.bench.rpc.RpcContender.RSOCKET;
import static dev.outboard.bench.rpc.RpcContender.SAFE_LOOP;
import static dev.outboard.bench.rpc.RpcContender.UNSAFE_LOOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.outboard.bench.rpc.RpcBar.Verdict;
import dev.outboard.bench.rpc.load.Payload;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RpcBarsTest {
    private final List<RpcRun> runs = new ArrayList<>();

    @Test
    void ratios_areRoundByRound() {
        runs.add(RpcRuns.closed(RAW_HAND, 0, 100));
        runs.add(RpcRuns.closed(RAW_HAND, 1, 1000));
        runs.add(RpcRuns.closed(UNSAFE_LOOP, 0, 97));
        runs.add(RpcRuns.closed(UNSAFE_LOOP, 1, 850));
        RpcBar bar = bar("unsafe-loop, 64B, 16x32: at least 0.60");
        assertThat(bar.measured()).isEqualTo("0.91 (0.85 to 0.97, 2 rounds), the aim of 0.90 reached");
        assertThat(bar.verdict()).isEqualTo(Verdict.MET);
    }

    @Test
    void missedBar_saysSo() {
        runs.add(RpcRuns.closed(RAW_HAND, 0, 100));
        runs.add(RpcRuns.closed(SAFE_LOOP, 0, 50));
        assertThat(bar("safe-loop, 64B").line())
                .isEqualTo("MISSED: safe-loop, 64B, 16x32: at least 0.60 of raw-hand's calls/s:"
                        + " 0.50 (0.50 to 0.50, 1 round), the aim of 0.90 not reached");
    }

    @Test
    void latencies_standBesideHowFarTheLimitsOwnRoundsLieApart() {
        runs.add(RpcRuns.open(RAW_HAND, 0, 600));
        runs.add(RpcRuns.open(RAW_HAND, 1, 1200));
        runs.add(RpcRuns.open(SAFE_LOOP, 0, 600));
        runs.add(RpcRuns.open(SAFE_LOOP, 1, 3000));
        assertThat(bar("safe-loop, 64B, 16x32, open loop").line())
                .isEqualTo("MISSED: safe-loop, 64B, 16x32, open loop: at most 1.50 times raw-hand's p99:"
                        + " 1.75 (1.00 to 2.50, 2 rounds); raw-hand's own 600 to 1,200 us");
    }

    @Test
    void latencies_thatTheLimitWouldMissItself_areUndecided() {
        addOpen(RAW_HAND, 600, 1200, 700);
        addOpen(SAFE_LOOP, 600, 3000, 1400);
        addOpen(RAW_AGAIN, 660, 600, 700);
        assertThat(bar("safe-loop, 64B, 16x32, open loop").line())
                .isEqualTo("undecided: safe-loop, 64B, 16x32, open loop: at most 1.50 times raw-hand's p99:"
                        + " 2.00 (1.00 to 2.50, 3 rounds); raw-again 1.00 (0.50 to 1.10, 3 rounds)");
    }

    @Test
    void latencies_areMissed_whereTheLimitHoldsThemItself() {
        addOpen(RAW_HAND, 600, 1200, 700);
        addOpen(SAFE_LOOP, 600, 3000, 1400);
        addOpen(RAW_AGAIN, 660, 1100, 700);
        assertThat(bar("safe-loop, 64B, 16x32, open loop").verdict()).isEqualTo(Verdict.MISSED);
    }

    @Test
    void latencies_thatAreNeverWithinTheBar_areMissed_howeverFarTheLimitScatters() {
        addOpen(RAW_HAND, 600, 1200, 700);
        addOpen(SAFE_LOOP, 1000, 3000, 1400);
        addOpen(RAW_AGAIN, 1200, 1200, 700);
        assertThat(bar("safe-loop, 64B, 16x32, open loop").verdict()).isEqualTo(Verdict.MISSED);
    }

    @Test
    void noisyRuns_areDropped_andDecideNothing() {
        runs.add(RpcRuns.closed(RAW_HAND, 0, 100));
        runs.add(RpcRuns.closed(RAW_HAND, 1, 100));
        runs.add(RpcRuns.noisy(UNSAFE_LOOP, 0, 20));
        runs.add(RpcRuns.noisy(UNSAFE_LOOP, 1, 90));
        assertThat(bar("unsafe-loop, 64B").verdict()).isEqualTo(Verdict.UNDECIDED);
        runs.set(3, RpcRuns.closed(UNSAFE_LOOP, 1, 90));
        assertThat(bar("unsafe-loop, 64B").measured()).startsWith("0.90 (0.90 to 0.90, 1 round)");
        assertThat(bar("unsafe-loop, 64B").verdict()).isEqualTo(Verdict.MET);
    }

    @Test
    void goals_ofWhatWasNotAskedFor_areLeftOut() {
        RpcPlan plan = RpcRuns.plan(1);
        runs.add(RpcRuns.closed(UNSAFE_LOOP, 0, 100));
        assertThat(RpcBars.of(plan.with(List.of(UNSAFE_LOOP), plan.payloads(), plan.cells(), 1, 0), runs))
                .isEmpty();
    }

    @Test
    void goals_ofWhatWasAskedForAndDidNotRun_areMissed() {
        runs.add(RpcRuns.closed(UNSAFE_LOOP, 0, 100));
        assertThat(bar("unsafe-loop, 64B, 16x32: at least 0.60").line())
                .isEqualTo("MISSED: unsafe-loop, 64B, 16x32: at least 0.60 of raw-hand's calls/s:"
                        + " not measured (expected: a run of each side)");
        // Its closed loop may be below the open loop's rate: that is no way to pass.
        assertThat(bar("unsafe-loop, 64B, 16x32, open loop").verdict()).isEqualTo(Verdict.MISSED);
    }

    @Test
    void otherLibraries_areReachedManyTimes_roundByRound() {
        runs.add(RpcRuns.closed(GRPC, 0, 10));
        runs.add(RpcRuns.closed(GRPC, 1, 100));
        runs.add(RpcRuns.closed(UNSAFE_LOOP, 0, 200));
        runs.add(RpcRuns.closed(UNSAFE_LOOP, 1, 1800));
        assertThat(bar("unsafe-loop, 64B, 16x32: at least 18.0").line())
                .isEqualTo("met: unsafe-loop, 64B, 16x32: at least 18.0 times grpc-java's calls/s:"
                        + " 19.00 (18.00 to 20.00, 2 rounds)");
    }

    @Test
    void otherLibrary_thatIsTooNear_isAMiss() {
        runs.add(RpcRuns.closed(RSOCKET, 0, 100));
        runs.add(RpcRuns.closed(SAFE_LOOP, 0, 399));
        assertThat(bar("safe-loop, 64B, 16x32: at least 4.0 times rsocket's").verdict())
                .isEqualTo(Verdict.MISSED);
    }

    @Test
    void otherLibraries_haveGoalsInBothBusyCells() {
        RpcPlan all = RpcRuns.plan(1);
        List<RpcCell> cells = List.of(new RpcCell(1, 1), new RpcCell(1, 128), new RpcCell(16, 32));
        RpcPlan plan = all.with(List.of(SAFE_LOOP, GRPC, GRPC_POOL, RSOCKET), all.payloads(), cells, 1, 0);
        assertThat(RpcBars.of(plan, runs))
                .allSatisfy(bar -> assertThat(bar.verdict()).isEqualTo(Verdict.MISSED))
                .extracting(RpcBar::goal)
                .containsExactly(
                        "safe-loop, 64B, 1x128: at least 7.0 times grpc-java's calls/s",
                        "safe-loop, 64B, 1x128: at least 2.5 times rsocket's calls/s",
                        "safe-loop, 64B, 16x32: at least 18.0 times grpc-java's calls/s",
                        "safe-loop, 64B, 16x32: at least 4.0 times rsocket's calls/s");
    }

    @Test
    void otherLibrary_thatFailed_isNotMeasured() {
        runs.add(RpcRuns.closed(UNSAFE_LOOP, 0, 100));
        runs.add(RpcRuns.run(GRPC, Payload.BYTES_64, RpcLoop.CLOSED, 0, 1, 0, "call: lost"));
        assertThat(bar("unsafe-loop, 64B, 16x32: at least 18.0").measured())
                .isEqualTo("not measured (expected: a run of each side)");
    }

    @Test
    void smoke_asksForNoOtherLibrary() {
        assertThat(RpcPlan.smoke().contenders()).noneMatch(RpcContender::isPeer);
    }

    @Test
    void codecs_areUndecided_belowTenPairs() {
        addPairs(9, 0.99);
        assertThat(bar("safe against unsafe").verdict()).isEqualTo(Verdict.UNDECIDED);
        addPairs(10, 0.99);
        assertThat(bar("safe against unsafe").verdict()).isEqualTo(Verdict.MET);
    }

    @Test
    void codecs_areUndecided_whereTheLowerBoundIsLow() {
        addPairs(10, 0.99);
        for (int i = 0; i < 3; i++) {
            runs.set(2 * i + 1, RpcRuns.pair(SAFE_LOOP, i, 80));
        }
        RpcBar bar = bar("safe against unsafe");
        assertThat(bar.verdict()).isEqualTo(Verdict.UNDECIDED);
        assertThat(bar.measured()).isEqualTo("0.99 (0.80 to 0.99, 10 rounds), lower bound 0.80");
    }

    /** Of 10 values the third smallest: that at most two lie below the median has a chance of 0.055, three 0.17. */
    @Test
    void lowerBound_isAnOrderStatistic() {
        RpcPairs pairs = new RpcPairs(new double[] {10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, false);
        assertThat(pairs.lowerBound()).isCloseTo(3, within(0.0));
        assertThat(new RpcPairs(new double[] {1, 2, 3}, false).lowerBound()).isNaN();
        assertThat(new RpcPairs(new double[] {1, 2, 3, 4}, false).lowerBound()).isCloseTo(1, within(0.0));
    }

    private void addOpen(RpcContender contender, double... p99s) {
        for (int i = 0; i < p99s.length; i++) {
            runs.add(RpcRuns.open(contender, i, p99s[i]));
        }
    }

    private void addPairs(int count, double ratio) {
        runs.clear();
        for (int i = 0; i < count; i++) {
            runs.add(RpcRuns.pair(UNSAFE_LOOP, i, 100));
            runs.add(RpcRuns.pair(SAFE_LOOP, i, 100 * ratio));
        }
    }

    private RpcBar bar(String start) {
        return RpcBars.of(RpcRuns.plan(2), runs).stream()
                .filter(bar -> bar.goal().startsWith(start))
                .findFirst()
                .orElseThrow();
    }
}
