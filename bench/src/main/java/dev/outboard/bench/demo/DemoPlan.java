package dev.outboard.bench.demo;

import dev.outboard.bench.broadcast.BroadcastPlan;
import dev.outboard.bench.gc.GcPlan;

/** What a demo runs: part A, then part B. */
record DemoPlan(GcPlan gc, BroadcastPlan broadcast) {
    /** What part A may take: together with part B it has to stay below six minutes on two cores. */
    private static final int GC_BUDGET_SECONDS = 236;

    /** At most six minutes on two cores. */
    static DemoPlan standard() {
        return new DemoPlan(GcPlan.demo().within(GC_BUDGET_SECONDS), BroadcastPlan.demo());
    }

    /** Everything once, under a minute where nothing else runs. */
    static DemoPlan smoke() {
        return new DemoPlan(GcPlan.smoke(), BroadcastPlan.smoke());
    }

    /** The same with another number of rounds in both parts, and the time that they take. */
    DemoPlan withPairs(int pairs) {
        return new DemoPlan(gc.withPairs(pairs).within(0), broadcast.withPairs(pairs));
    }
}
