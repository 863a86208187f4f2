package dev.outboard.bench.rpc;

import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import dev.outboard.bench.suite.PartResult;
import dev.outboard.bench.suite.Share;
import dev.outboard.bench.suite.SuitePart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Calls, as a part of a suite: ours beside the raw echo and, where it is built, grpc-java. One thread. */
public final class RpcPart implements SuitePart {
    private static final Duration SHORT = Duration.ofSeconds(78);
    private static final Duration FULL = Duration.ofMinutes(32);
    private static final Duration SMOKE = Duration.ofSeconds(12);

    private final RpcPlan plan;
    private final Duration estimate;
    private final Supplier<Share> share;

    private RpcPart(RpcPlan plan, Duration estimate, Supplier<Share> share) {
        this.plan = plan;
        this.estimate = estimate;
        this.share = share;
    }

    /** A minute and a half; rounds that do not fit into it are left out. What is not built is not built for it. */
    public static RpcPart shortProfile() {
        RpcPeers peers = new RpcPeers();
        List<RpcContender> built =
                Stream.of(RpcContender.GRPC).filter(peers::isBuilt).toList();
        return new RpcPart(RpcPlan.brief(built), SHORT, () -> Share.of(SHORT));
    }

    /** What {@code bench rpc} runs, without the contenders and the cell that no goal is about. */
    public static RpcPart full() {
        return new RpcPart(RpcPlan.profile(), FULL, Share::unlimited);
    }

    /** Everything once at a tiny scale. */
    public static RpcPart smoke() {
        return new RpcPart(RpcPlan.smoke(), SMOKE, Share::unlimited);
    }

    @Override
    public String id() {
        return "rpc";
    }

    @Override
    public Duration estimate() {
        return estimate;
    }

    @Override
    public PartResult run(Path work, Journal journal, Progress progress) throws IOException, InterruptedException {
        RpcReport report = RpcBench.run(plan, work, journal, share.get(), progress);
        List<RpcRun> counted = plan.loads().stream()
                .flatMap(load -> plan.contenders(load.payload()).stream()
                        .flatMap(contender -> Stream.of(RpcLoop.values())
                                .flatMap(loop -> report.counted(contender, load, loop).stream())))
                .toList();
        return new PartResult(
                id(),
                List.of(),
                RpcRatios.of(report),
                RpcSection.of(report),
                (int) counted.stream().filter(RpcRun::isDropped).count(),
                counted.size(),
                report);
    }
}
