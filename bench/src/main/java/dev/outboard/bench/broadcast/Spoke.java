package dev.outboard.bench.broadcast;

/**
 * One load of a plan that varies one thing at a time.
 *
 * @param id the name in reports and keys, unique in the plan: letters, digits and hyphens
 * @param cell which load of the plan; its other loads are left out
 */
record Spoke(String id, CompareCell cell, ComparePlan plan) {
    Spoke {
        if (!id.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("spoke: " + id + " (expected: lower-case letters, digits and hyphens)");
        }
        if (!plan.cells().contains(cell)) {
            throw new IllegalArgumentException("spoke: " + id + ", " + cell.id() + " (expected: a load of its plan)");
        }
    }

    /** The same with another number of rounds. */
    Spoke withPairs(int pairs) {
        return new Spoke(id, cell, plan.withPairs(pairs));
    }

    /** Runs in all. */
    int runs() {
        return plan.modes().size() * plan.pairs();
    }
}
