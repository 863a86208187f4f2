package dev.outboard.bench.broadcast;

import java.util.ArrayList;
import java.util.List;

/**
 * The migration from a task per recipient to a fixed pool, taken apart: a base load, and beside it others that differ from it in
 * one thing each.
 *
 * @param spokes the loads, with their modes; the first mode of each is what the migration leaves behind
 * @param budgetSeconds what all of it may take: rounds behind the second are left out where time runs short, and runs that others
 *     disturbed are repeated while there is time to spare; 0: every round runs, and nothing is repeated
 */
record MigrationPlan(List<Spoke> spokes, int budgetSeconds) {
    /** The closed base load: what the goodput of the migration is taken from. */
    static final String CLOSED = "closed";
    /** The base groups under an open load, while a tenth of the members does not read: what resident memory is taken from. */
    static final String STALLED = "stalled";
    /** The same while everybody reads. */
    static final String OPEN = "open";

    static final String POOL = "pool";
    static final String EVENT_LOOP = "event-loop";
    static final String POOL_BLOCKING = "pool-blocking";
    static final String POOL_ENCODE_EACH = "pool-encode-each";
    static final String QUEUE_UNBOUNDED = "queue-unbounded";

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;
    /** Deliveries under way in the closed loops, as in the article. */
    private static final int UNDER_WAY = 12_000;
    /** Of a message of 332 bytes, and of one of 2.5 KB. */
    private static final int SHORT_TEXT = 240;

    private static final int LONG_TEXT = 2_000;

    MigrationPlan {
        spokes = List.copyOf(spokes);
        if (spokes.isEmpty() || spokes.stream().map(Spoke::id).distinct().count() < spokes.size()) {
            throw new IllegalArgumentException(
                    "spokes: " + spokes.stream().map(Spoke::id).toList() + " (expected: one or more, each name once)");
        }
        if (budgetSeconds < 0) {
            throw new IllegalArgumentException("budget seconds: " + budgetSeconds + " (expected: 0 or more)");
        }
    }

    /** A task per recipient: on virtual threads where this JDK has them, on threads of the system elsewhere. */
    static String legacy() {
        return Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS ? "per-recipient-virtual" : "per-recipient";
    }

    /** Every step of the migration in three rounds, memory with readers that stall; at most six minutes on two cores. */
    static MigrationPlan quick() {
        return new MigrationPlan(
                List.of(
                        closed(CLOSED, everyStep(), 3, new Groups(2_000, 40, 500), SHORT_TEXT, 2, 4),
                        open(
                                STALLED,
                                CompareCell.STALLED,
                                List.of(legacy(), POOL),
                                3,
                                new Groups(2_000, 40, 500),
                                5,
                                5)),
                345);
    }

    /** What the summary needs: the two figures of the article, each in a few rounds; about three minutes. */
    static MigrationPlan shortProfile() {
        return new MigrationPlan(
                List.of(
                        closed(
                                CLOSED,
                                List.of(legacy(), POOL, EVENT_LOOP),
                                5,
                                new Groups(2_000, 40, 500),
                                SHORT_TEXT,
                                2,
                                2),
                        open(
                                STALLED,
                                CompareCell.STALLED,
                                List.of(legacy(), POOL),
                                3,
                                new Groups(2_000, 40, 500),
                                5,
                                3)),
                195);
    }

    /** A star around 50 groups of 500 and 5,000 connections: every step, the open loads, other groups, longer messages. */
    static MigrationPlan full() {
        final Groups base = new Groups(5_000, 50, 500);
        final List<String> ends = List.of(legacy(), POOL, EVENT_LOOP);
        final List<Spoke> spokes = new ArrayList<>();
        spokes.add(closed(CLOSED, everyStep(), 4, base, SHORT_TEXT, 2, 8));
        spokes.add(open(OPEN, CompareCell.OPEN, ends, 4, base, 4, 8));
        spokes.add(open(STALLED, CompareCell.STALLED, ends, 4, base, 5, 10));
        spokes.add(closed("closed-500x50", ends, 3, new Groups(5_000, 500, 50), SHORT_TEXT, 2, 6));
        spokes.add(closed("closed-10x5000", ends, 3, new Groups(5_000, 10, 5_000), SHORT_TEXT, 2, 6));
        spokes.add(closed("closed-long", ends, 3, base, LONG_TEXT, 2, 6));
        return new MigrationPlan(spokes, 0);
    }

    /** The same with another number of rounds of each load, and all the time that they take. */
    MigrationPlan withPairs(int pairs) {
        return new MigrationPlan(
                spokes.stream().map(spoke -> spoke.withPairs(pairs)).toList(), 0);
    }

    /** Rounds of the load that has most. */
    int rounds() {
        return spokes.stream().mapToInt(spoke -> spoke.plan().pairs()).max().orElseThrow();
    }

    /** Runs in all. */
    int runs() {
        return spokes.stream().mapToInt(Spoke::runs).sum();
    }

    /** What the whole plan takes, about. */
    int estimatedSeconds() {
        final int all = spokes.stream()
                .mapToInt(spoke -> spoke.runs() * spoke.plan().secondsOfARun())
                .sum();
        return budgetSeconds == 0 ? all : Math.min(all, budgetSeconds);
    }

    private static List<String> everyStep() {
        return List.of(legacy(), POOL_BLOCKING, POOL_ENCODE_EACH, QUEUE_UNBOUNDED, POOL, EVENT_LOOP);
    }

    private record Groups(int connections, int count, int size) {}

    private static Spoke closed(
            String id, List<String> modes, int pairs, Groups groups, int text, int warmup, int seconds) {
        final int outstanding = Math.max(1, UNDER_WAY / groups.size);
        return new Spoke(
                id,
                CompareCell.CLOSED,
                new ComparePlan(
                        modes,
                        pairs,
                        groups.connections,
                        groups.count,
                        groups.size,
                        outstanding,
                        text,
                        0,
                        text,
                        0,
                        warmup,
                        seconds,
                        "safe",
                        1_024,
                        3));
    }

    /** 15,000 deliveries a second of long messages. */
    private static Spoke open(
            String id, CompareCell cell, List<String> modes, int pairs, Groups groups, int warmup, int seconds) {
        return new Spoke(
                id,
                cell,
                new ComparePlan(
                        modes,
                        pairs,
                        groups.connections,
                        groups.count,
                        groups.size,
                        Math.max(1, UNDER_WAY / groups.size),
                        SHORT_TEXT,
                        15_000 / groups.size,
                        LONG_TEXT,
                        cell == CompareCell.STALLED ? groups.connections / 10 : 0,
                        warmup,
                        seconds,
                        "safe",
                        1_024,
                        3));
    }
}
