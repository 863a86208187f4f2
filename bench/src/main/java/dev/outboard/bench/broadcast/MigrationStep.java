package dev.outboard.bench.broadcast;

import java.util.List;

/**
 * A change from one mode to another, of which the migration is made.
 *
 * @param what changes by it, and what else stays
 */
record MigrationStep(String from, String to, String what) {
    /** How many of them lead from the legacy to the pool, one change each. */
    static final int PATH = 3;

    /** Every step that is printed: from the legacy to ours, one change after the other, and the whole of it. */
    static List<MigrationStep> all(String legacy) {
        return List.of(
                new MigrationStep(
                        legacy,
                        MigrationPlan.POOL_BLOCKING,
                        "only the pool: four workers, and they block as the tasks did"),
                new MigrationStep(
                        MigrationPlan.POOL_BLOCKING,
                        MigrationPlan.POOL_ENCODE_EACH,
                        "no blocking, and a queue for each worker; still encoded for each recipient"),
                new MigrationStep(
                        MigrationPlan.POOL_ENCODE_EACH, MigrationPlan.POOL, "encoded once for all recipients"),
                new MigrationStep(
                        MigrationPlan.QUEUE_UNBOUNDED,
                        MigrationPlan.POOL_ENCODE_EACH,
                        "queues with a bound, and one for each worker, in the place of one without"),
                new MigrationStep(MigrationPlan.QUEUE_UNBOUNDED, MigrationPlan.POOL, "the same, and encoded once"),
                new MigrationStep(
                        MigrationPlan.POOL,
                        MigrationPlan.EVENT_LOOP,
                        "no workers: the connections' own event loops, which flush what they have together"),
                new MigrationStep(legacy, MigrationPlan.POOL, "the migration as a whole"),
                new MigrationStep(legacy, MigrationPlan.EVENT_LOOP, "the migration and what goes beyond it"));
    }

    /** As in keys: {@code per-recipient>pool}. */
    String key() {
        return from + ">" + to;
    }

    /** Whether both of its ends ran under that load. */
    boolean isIn(ComparePlan plan) {
        return plan.modes().contains(from) && plan.modes().contains(to);
    }
}
