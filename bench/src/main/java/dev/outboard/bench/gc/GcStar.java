package dev.outboard.bench.gc;

import dev.outboard.bench.run.Jdk;
import java.util.ArrayList;
import java.util.List;

/**
 * The full profile: a base (G1, fixed young size, closed loop) with all arms, and from there one thing varied at a time, not
 * everything with everything. What varies the open load's memory or rate has the open load as its base.
 */
final class GcStar {
    private static final int ROUNDS = 4;
    private static final int PAUSES = 300;
    private static final int OPEN_RATE = 120_000;
    private static final int OPEN_SECONDS = 5;
    /** Where the young generation is large, pauses are few. */
    private static final int SLOW_SECONDS = 15;

    /** Those that differ in what a server's handlers hold. */
    private static final List<GcArm> RPC_ARMS = List.of(
            GcArm.LEGACY_FINALIZER_GRAPH,
            GcArm.LEGACY_FINALIZER,
            GcArm.LEGACY_MISSED_FREE,
            GcArm.DIRECT_PER_MESSAGE,
            GcArm.UNSAFE_POOLED,
            GcArm.SAFE_POOLED);

    private GcStar() {}

    static GcPlan plan() {
        GcCell base = new GcCell(GcCell.CLOSED, GcConditions.BASE, List.of(GcArm.values()), ROUNDS, PAUSES, 12);
        GcCell five = base.with(GcArm.standard());
        GcConditions open = GcConditions.BASE.withRate(OPEN_RATE);
        GcCell offered = base.named(GcCell.OPEN).under(open).during(3, 0, OPEN_SECONDS);
        GcCell fiveOffered = offered.with(GcArm.standard()).during(4, 0, OPEN_SECONDS);
        List<GcCell> cells = new ArrayList<>();
        cells.add(base);
        cells.add(collector(five, GcCollector.G1_FREE_YOUNG).during(4, PAUSES, SLOW_SECONDS));
        cells.add(collector(five, GcCollector.PARALLEL));
        cells.add(collector(five, GcCollector.SERIAL));
        cells.add(collector(five, GcCollector.ZGC).during(4, 0, OPEN_SECONDS));
        for (Jdk jdk : Jdk.oldestAndNewest()) {
            if (jdk.feature() != GcConditions.BASE.jdk()) {
                cells.add(five.named(five.id() + "-jdk" + jdk.feature()).under(GcConditions.BASE.on(jdk)));
            }
        }
        cells.add(five.named("writes-10").under(GcConditions.BASE.withChanges(10)));
        cells.add(base.with(RPC_ARMS).named("rpc").under(GcConditions.BASE.with(GcScenario.RPC)));
        cells.add(offered);
        cells.add(fiveOffered.named("open-60k").under(open.withRate(OPEN_RATE / 2)));
        cells.add(offered.named(GcCell.LIMITED).under(open.withLimit(GcConditions.SHORT_MIB)));
        cells.add(fiveOffered
                .named("limited-concurrent")
                .under(open.withLimit(GcConditions.SHORT_MIB).withConcurrentExplicit()));
        return new GcPlan(cells, 1, 300, 2, 0);
    }

    private static GcCell collector(GcCell cell, GcCollector collector) {
        return cell.named(cell.id() + "-" + collector.id())
                .under(cell.conditions().with(collector));
    }
}
