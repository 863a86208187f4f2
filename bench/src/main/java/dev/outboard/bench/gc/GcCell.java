package dev.outboard.bench.gc;

import java.util.List;

/**
 * Runs under the same conditions: what can be compared.
 *
 * @param id a word for keys and captions, unique in the plan: letters, digits, hyphens
 * @param arms the contenders
 * @param rounds each runs every arm once, in an order that rotates
 * @param pausesPerArm pauses that an arm must have over its runs, after which a closed run ends; 0: runs end by time
 * @param seconds window of a run; at most, where pauses end it
 */
public record GcCell(String id, GcConditions conditions, List<GcArm> arms, int rounds, int pausesPerArm, int seconds) {

    /** The cell whose load is closed and whose conditions are the base's. */
    public static final String CLOSED = "closed";
    /** A fixed rate, latency from the intended send time: what pauses do to users. */
    public static final String OPEN = "open";
    /** The open load with less native memory. */
    public static final String LIMITED = "limited";

    /** Checks what a command line can get wrong. */
    public GcCell {
        arms = arms.stream().distinct().sorted().toList();
        if (!id.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("cell: " + id + " (expected: letters, digits, hyphens)");
        }
        GcPlan.check("arms", arms.size(), 1, GcArm.values().length);
        GcPlan.check("pairs", rounds, 1, 1000);
        GcPlan.check("pauses per arm", pausesPerArm, 0, 1_000_000);
        GcPlan.check("seconds per run", seconds, 1, 3600);
    }

    /** Pauses that one run has to see: its share, and two for those that straddle an end of its window; 0: any number. */
    int pausesPerRun() {
        return pausesPerArm == 0 ? 0 : (pausesPerArm + rounds - 1) / rounds + 2;
    }

    /** All of its runs. */
    int runs() {
        return arms.size() * rounds;
    }

    GcCell named(String other) {
        return new GcCell(other, conditions, arms, rounds, pausesPerArm, seconds);
    }

    GcCell under(GcConditions other) {
        return new GcCell(id, other, arms, rounds, pausesPerArm, seconds);
    }

    GcCell with(List<GcArm> others) {
        return new GcCell(id, conditions, others, rounds, pausesPerArm, seconds);
    }

    GcCell during(int newRounds, int newPausesPerArm, int newSeconds) {
        return new GcCell(id, conditions, arms, newRounds, newPausesPerArm, newSeconds);
    }
}
