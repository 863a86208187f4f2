package dev.outboard.bench.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.rpc.load.Payload;
import org.junit.jupiter.api.Test;

class RpcPlanTest {
    private final RpcPlan plan = RpcPlan.quick();

    @Test
    void openRounds_ofThoseWhoseTailIsAGoal_areMore() {
        RpcPlan.Load busy = new RpcPlan.Load(Payload.BYTES_64, new RpcCell(16, 32));
        assertThat(RpcBars.LOOPS)
                .allSatisfy(ours -> assertThat(plan.openRounds(ours, busy)).isGreaterThan(2 * plan.rounds()));
        assertThat(plan.openRounds(RpcContender.RAW_HAND, busy))
                .isEqualTo(plan.openRounds(RpcContender.RAW_AGAIN, busy))
                .isEqualTo(plan.openRounds(RpcContender.SAFE_LOOP, busy));
    }

    @Test
    void openRounds_ofAllElse_areThePlans() {
        RpcCell busy = new RpcCell(16, 32);
        assertThat(plan.openRounds(RpcContender.GRPC, new RpcPlan.Load(Payload.BYTES_64, busy)))
                .isEqualTo(plan.rounds());
        assertThat(plan.openRounds(RpcContender.SAFE_LOOP, new RpcPlan.Load(Payload.BYTES_1024, busy)))
                .isEqualTo(plan.rounds());
        assertThat(plan.openRounds(RpcContender.SAFE_LOOP, new RpcPlan.Load(Payload.BYTES_64, new RpcCell(1, 1))))
                .isEqualTo(plan.rounds());
    }
}
