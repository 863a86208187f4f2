package dev.outboard.bench.broadcast;

import dev.outboard.bench.broadcast.BroadcastRun.Latency;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One run of a {@link BroadcastPlan}. One thread; used once. */
final class ForkedPair {
    private final BroadcastPlan plan;
    private final ForkedIm forked;
    private String transport = "";

    ForkedPair(BroadcastPlan plan, Path work, String program) {
        this.plan = plan;
        this.forked = new ForkedIm(work, program);
    }

    /** The server's socket transport; empty before it listened. */
    String transport() {
        return transport;
    }

    /** Runs; whatever goes wrong is in the result's error. */
    BroadcastRun run(BroadcastArm arm, BroadcastCell cell, int pair) throws InterruptedException {
        final ForkedIm.Seen seen = forked.run(new ForkedIm.Task(
                arm.id() + "-" + cell.id() + "-" + (pair + 1),
                plan.serverFlags(),
                plan.heapMib(),
                List.of("--mode", arm.id(), "--codec", plan.codec()),
                loadArguments(cell),
                Duration.ofSeconds((long) plan.warmupSeconds() + window(cell))));
        transport = seen.transport();
        final LoadResult result = seen.result();
        return new BroadcastRun(
                arm,
                cell,
                pair,
                result == null ? Double.NaN : result.goodput().deliveriesPerSecond(),
                result == null ? Double.NaN : result.goodput().broadcastsPerSecond(),
                result == null
                        ? Latency.NONE
                        : new Latency(
                                result.latency().p50(),
                                result.latency().p99(),
                                result.latency().p999(),
                                result.latency().max()),
                seen.server(),
                result == null ? Map.of() : result.books().drops(),
                result == null ? 0 : result.faults().reordered(),
                result != null && result.generator().saturated(),
                result == null ? "" : result.books().line(),
                seen.noise().foreignCores(),
                seen.noise().stolenCores(),
                seen.error());
    }

    private List<String> loadArguments(BroadcastCell cell) {
        final boolean closed = cell == BroadcastCell.CLOSED;
        return List.of(
                "--connections",
                text(plan.connections()),
                "--groups",
                text(plan.groups()),
                "--group-size",
                text(plan.groupSize()),
                "--mode",
                cell.id(),
                closed ? "--outstanding" : "--rate",
                text(closed ? plan.outstanding() : plan.openBroadcastsPerSecond()),
                "--text",
                text(plan.textChars()),
                "--warmup",
                plan.warmupSeconds() + "s",
                "--seconds",
                text(window(cell)),
                "--seed",
                Long.toString(plan.seed()),
                "--codec",
                plan.codec());
    }

    private int window(BroadcastCell cell) {
        return cell == BroadcastCell.CLOSED ? plan.closedSeconds() : plan.openSeconds();
    }

    private static String text(int number) {
        return Integer.toString(number);
    }
}
