package dev.outboard.bench.rpc;

import dev.outboard.bench.rpc.load.Payload;
import dev.outboard.bench.run.Noise;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run: a server's JVM and a client's.
 *
 * @param offeredPerSecond the open loop's rate; 0 in a closed loop
 * @param callsPerSecond ended in the window
 * @param latency of the open loop, from the times at which the calls were due
 * @param foreignCores used by others in the window
 * @param stolenCores taken by the hypervisor in the window
 * @param error why it proves nothing, or null
 */
public record RpcRun(
        RpcContender contender,
        Payload payload,
        RpcCell cell,
        RpcLoop loop,
        int round,
        double offeredPerSecond,
        double callsPerSecond,
        Side client,
        Side server,
        Latency latency,
        double foreignCores,
        double stolenCores,
        @Nullable String error) {

    /** The share of the calls due in the window that have to have come back for a latency to mean anything. */
    private static final double KEPT_UP = 0.99;

    /** Cores that both sides used, the load's own threads included. */
    double cores() {
        return (client.cpuMicrosPerCall + server.cpuMicrosPerCall) * callsPerSecond / 1e6;
    }

    /** What a side used per call, and its pauses in the window. */
    public record Side(double bytesPerCall, double cpuMicrosPerCall, double pauses, double pauseMillis) {
        static final Side NONE = new Side(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

        static Side of(String side, Map<String, Double> values, double calls) {
            return new Side(
                    value(values, side + "Bytes") / calls,
                    value(values, side + "Cpu") / 1000 / calls,
                    value(values, side + "Pauses"),
                    value(values, side + "PauseMillis"));
        }
    }

    /**
     * In microseconds; NaN in a closed loop, unbounded where the contender did not keep up with the rate.
     *
     * @param lateness of the load's ticks, at p99; latencies have it in them
     */
    public record Latency(double p50, double p99, double p999, double max, double lateness) {
        static final Latency NONE = new Latency(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

        static Latency of(Map<String, Double> values) {
            double lateness = value(values, "lateness") / 1000;
            if (value(values, "recorded") < KEPT_UP * value(values, "due")) {
                return new Latency(
                        Double.POSITIVE_INFINITY,
                        Double.POSITIVE_INFINITY,
                        Double.POSITIVE_INFINITY,
                        Double.POSITIVE_INFINITY,
                        lateness);
            }
            return new Latency(
                    value(values, "p50") / 1000,
                    value(values, "p99") / 1000,
                    value(values, "p999") / 1000,
                    value(values, "max") / 1000,
                    lateness);
        }
    }

    /** The drop rule, fixed before anything ran: others used more than 0.2 cores in the window. */
    public boolean isDropped() {
        return foreignCores + stolenCores > Noise.NOISY_CORES;
    }

    boolean isOf(RpcContender other, RpcPlan.Load load, RpcLoop otherLoop) {
        return contender == other && payload == load.payload() && cell.equals(load.cell()) && loop == otherLoop;
    }

    private static double value(Map<String, Double> values, String name) {
        Double value = values.get(name);
        return value == null ? Double.NaN : value;
    }
}
