package dev.outboard.bench.gc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Divides the plan's time between the runs that are left. What a run takes besides its window (start, live set, warm-up,
 * end) is the median of what the runs so far took for it: on a busy machine that is several times what it is on a quiet
 * one, and the first run of all, whose files nobody has read yet, says little of the others. Has no clock of its own;
 * one thread.
 */
final class TimeBudget {
    /** Start, live set and end of a run, before any has been seen. */
    private static final double AROUND_SECONDS = 2;
    /** Of its longest window, what a run that pauses end takes. */
    private static final double USUAL_SHARE = 2 / 3.0;

    private final GcPlan plan;
    private final Map<String, Integer> runsLeft = new HashMap<>();
    private final List<Double> aroundSeconds = new ArrayList<>();
    private double elapsedSeconds;
    /** Of the runs that pauses have ended: what their windows took, and what they might have taken. */
    private double takenSeconds;

    private double plannedSeconds;

    /** @param plan with the arms that can run */
    TimeBudget(GcPlan plan) {
        this.plan = plan;
        aroundSeconds.add(AROUND_SECONDS + plan.warmupSeconds());
        plan.cells().forEach(cell -> runsLeft.put(cell.id(), cell.runs()));
    }

    /** A run has ended, or was found ended before. */
    void spend(GcCell cell, double wallSeconds, double windowSeconds) {
        runsLeft.merge(cell.id(), -1, Integer::sum);
        repeat(cell, wallSeconds, windowSeconds);
    }

    /** A run has ended that stands in the place of another. */
    void repeat(GcCell cell, double wallSeconds, double windowSeconds) {
        if (wallSeconds == 0) {
            return;
        }
        elapsedSeconds += wallSeconds;
        aroundSeconds.add(wallSeconds - windowSeconds);
        aroundSeconds.sort(null);
        if (cell.pausesPerArm() > 0) {
            takenSeconds += windowSeconds;
            plannedSeconds += cell.seconds();
        }
    }

    /** The longest window for the next run of this cell: the plan's, or less where time runs short. */
    int windowSeconds(GcCell cell) {
        if (plan.budgetSeconds() == 0) {
            return cell.seconds();
        }
        double left = plan.budgetSeconds() - elapsedSeconds - around() * runs(c -> 1);
        double timed = runs(c -> c.pausesPerArm() == 0 ? c.seconds() : 0);
        // Most runs that pauses end take much less than their time: so one may take more than its share.
        double share = cell.pausesPerArm() > 0
                ? (left - timed) * 2 / Math.max(1, runs(c -> c.pausesPerArm() > 0 ? 1 : 0))
                : left / Math.max(1, runs(c -> c.pausesPerArm() == 0 ? 1 : 0));
        return (int) Math.max(1, Math.min(cell.seconds(), share));
    }

    /** Whether there is time to run one of this cell once more. */
    boolean allowsRepeat(GcCell cell) {
        return plan.budgetSeconds() == 0 || elapsedSeconds + left() + around() + window(cell) <= plan.budgetSeconds();
    }

    /** Seconds to the end of the last run, as an estimate. */
    long leftSeconds() {
        return Math.round(left());
    }

    private double left() {
        return runs(cell -> around() + window(cell));
    }

    private double window(GcCell cell) {
        if (cell.pausesPerArm() == 0) {
            return cell.seconds();
        }
        return cell.seconds() * (plannedSeconds == 0 ? USUAL_SHARE : takenSeconds / plannedSeconds);
    }

    private double around() {
        return aroundSeconds.get((aroundSeconds.size() - 1) / 2);
    }

    /** Sums a value over all runs that are left. */
    private double runs(ToDoubleFunction<GcCell> value) {
        return plan.cells().stream()
                .mapToDouble(cell -> runsLeft.getOrDefault(cell.id(), 0) * value.applyAsDouble(cell))
                .sum();
    }
}
