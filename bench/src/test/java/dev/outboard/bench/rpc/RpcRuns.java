package dev.outboard.bench.rpc;

import dev.outboard.bench.rpc.load.Payload;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Made-up runs. */
final class RpcRuns {
    static final RpcCell CELL = new RpcCell(16, 32);

    private RpcRuns() {}

    static RpcPlan plan(int rounds) {
        return new RpcPlan(
                List.of(RpcContender.values()),
                List.of(Payload.values()),
                List.of(CELL),
                true,
                rounds,
                0,
                1,
                1000,
                true);
    }

    static RpcRun closed(RpcContender contender, int round, double callsPerSecond) {
        return run(contender, Payload.BYTES_64, RpcLoop.CLOSED, round, callsPerSecond, 0, null);
    }

    /** @param p99 in microseconds */
    static RpcRun open(RpcContender contender, int round, double p99) {
        RpcRun run = run(contender, Payload.BYTES_64, RpcLoop.OPEN, round, 1000, 0, null);
        return new RpcRun(
                run.contender(),
                run.payload(),
                run.cell(),
                run.loop(),
                round,
                run.offeredPerSecond(),
                run.callsPerSecond(),
                run.client(),
                run.server(),
                new RpcRun.Latency(100, p99, 3 * p99, 5 * p99, 150),
                run.foreignCores(),
                run.stolenCores(),
                null);
    }

    static RpcRun noisy(RpcContender contender, int round, double callsPerSecond) {
        return run(contender, Payload.BYTES_64, RpcLoop.CLOSED, round, callsPerSecond, 0.5, null);
    }

    static RpcRun pair(RpcContender contender, int round, double callsPerSecond) {
        return run(contender, Payload.CHAT, RpcLoop.PAIR, round, callsPerSecond, 0, null);
    }

    static RpcRun run(
            RpcContender contender,
            Payload payload,
            RpcLoop loop,
            int round,
            double callsPerSecond,
            double foreignCores,
            @Nullable String error) {
        RpcRun.Side side = new RpcRun.Side(0.5, 0.3, 1, 2);
        return new RpcRun(
                contender,
                payload,
                CELL,
                loop,
                round,
                0,
                callsPerSecond,
                side,
                side,
                loop == RpcLoop.OPEN ? new RpcRun.Latency(100, 300, 900, 2000, 150) : RpcRun.Latency.NONE,
                foreignCores,
                0,
                error);
    }
}
