package dev.outboard.bench.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.run.Environment;
import java.util.List;
import org.junit.jupiter.api.Test;

class RpcRatiosTest {
    @Test
    void ratios_areTakenRoundByRound() {
        List<Ratio> ratios = RpcRatios.of(report(
                RpcRuns.closed(RpcContender.RAW_HAND, 0, 1000),
                RpcRuns.closed(RpcContender.SAFE_LOOP, 0, 500),
                RpcRuns.closed(RpcContender.RAW_HAND, 1, 2000),
                RpcRuns.closed(RpcContender.SAFE_LOOP, 1, 2000)));
        Ratio calls = ratio(ratios, "rpc/closed/calls-per-second/64B-16x32/raw-hand>safe-loop");
        assertThat(calls.interval().estimate()).isEqualTo(Math.sqrt(0.5));
        assertThat(calls.interval().count()).isEqualTo(2);
        assertThat(calls.lowerIsBetter()).isFalse();
        assertThat(calls.noisy()).isFalse();
        assertThat(ratio(ratios, "rpc/closed/cpu-per-call/64B-16x32/raw-hand>safe-loop")
                        .lowerIsBetter())
                .isTrue();
    }

    @Test
    void ratios_ofSafeOverUnsafe_areThereInThePairsToo() {
        List<Ratio> ratios = RpcRatios.of(
                report(RpcRuns.pair(RpcContender.UNSAFE_LOOP, 0, 1000), RpcRuns.pair(RpcContender.SAFE_LOOP, 0, 950)));
        assertThat(ratio(ratios, "rpc/pair/calls-per-second/chat-16x32/unsafe-loop>safe-loop")
                        .interval()
                        .estimate())
                .isEqualTo(0.95);
    }

    @Test
    void ratios_ofDroppedRuns_areNoisy() {
        List<Ratio> ratios = RpcRatios.of(
                report(RpcRuns.noisy(RpcContender.RAW_HAND, 0, 1000), RpcRuns.closed(RpcContender.SAFE_LOOP, 0, 500)));
        assertThat(ratios).isNotEmpty().allMatch(Ratio::noisy);
    }

    private static Ratio ratio(List<Ratio> ratios, String key) {
        return ratios.stream()
                .filter(ratio -> ratio.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static RpcReport report(RpcRun... runs) {
        return new RpcReport(
                "2026-01-01T00:00:00Z",
                Environment.capture(),
                RpcRuns.plan(2),
                List.of(),
                List.of(runs),
                List.of(),
                List.of());
    }
}
