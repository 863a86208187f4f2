package dev.outboard.bench.gc;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Divides the plan's time between the runs that are left. What a run takes besides its window (start, live set, warm-up,
 * end) is the median of what the runs so far took for it: on a busy machine that is several times what it is on a quiet
 * one, and the first run of all, whose files nobody has read yet, says little of the others. Has no clock of its own;
 * one thread.
 */
final class TimeBudget {
    /** Start, live set and end of a run, before any has been seen. */
    private static final double AROUND_SECONDS = 2;

    private final GcPlan plan;
    private final Map<GcCell, Integer> runsLeft = new EnumMap<>(GcCell.class);
    private final List<Double> aroundSeconds = new ArrayList<>();
    private double elapsedSeconds;
    private double closedSeconds;
    private int closedRuns;

    TimeBudget(GcPlan plan, int arms) {
        this.plan = plan;
        aroundSeconds.add(AROUND_SECONDS + plan.warmupSeconds());
        runsLeft.put(GcCell.CLOSED, arms * plan.pairs());
        runsLeft.put(GcCell.OPEN, plan.openSeconds() == 0 ? 0 : arms);
        runsLeft.put(GcCell.LIMITED, plan.limitedSeconds() == 0 ? 0 : arms);
    }

    /** A run has ended. */
    void spend(GcCell cell, double wallSeconds, double windowSeconds) {
        runsLeft.merge(cell, -1, Integer::sum);
        elapsedSeconds += wallSeconds;
        aroundSeconds.add(wallSeconds - windowSeconds);
        aroundSeconds.sort(null);
        if (cell == GcCell.CLOSED) {
            closedSeconds += windowSeconds;
            closedRuns++;
        }
    }

    /** The longest window for the next run of this cell: the plan's, or less where time runs short. */
    int windowSeconds(GcCell cell) {
        int planned = planned(cell);
        if (plan.budgetSeconds() == 0) {
            return planned;
        }
        double left = plan.budgetSeconds() - elapsedSeconds - around() * (left(GcCell.CLOSED) + openRunsLeft());
        // Most closed runs end long before their time, having seen their pauses: so one may take more than its share.
        double share = cell == GcCell.CLOSED
                ? (left - openWindows()) * 2 / Math.max(1, left(GcCell.CLOSED))
                : left / Math.max(1, openRunsLeft());
        return (int) Math.max(1, Math.min(planned, share));
    }

    /** Seconds to the end of the last run, as an estimate. */
    long leftSeconds() {
        double window = closedRuns == 0 ? plan.maxSecondsPerRun() * 2 / 3.0 : closedSeconds / closedRuns;
        return Math.round(
                left(GcCell.CLOSED) * window + openWindows() + around() * (left(GcCell.CLOSED) + openRunsLeft()));
    }

    private double around() {
        return aroundSeconds.get((aroundSeconds.size() - 1) / 2);
    }

    private double openWindows() {
        return (double) left(GcCell.OPEN) * plan.openSeconds() + (double) left(GcCell.LIMITED) * plan.limitedSeconds();
    }

    private int openRunsLeft() {
        return left(GcCell.OPEN) + left(GcCell.LIMITED);
    }

    private int left(GcCell cell) {
        return runsLeft.getOrDefault(cell, 0);
    }

    private int planned(GcCell cell) {
        return switch (cell) {
            case CLOSED -> plan.maxSecondsPerRun();
            case OPEN -> plan.openSeconds();
            case LIMITED -> plan.limitedSeconds();
        };
    }
}
