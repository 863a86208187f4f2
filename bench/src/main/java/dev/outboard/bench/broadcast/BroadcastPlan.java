package dev.outboard.bench.broadcast;

import java.util.List;

/**
 * What {@link BroadcastBench} is to run.
 *
 * @param pairs rounds of the closed cell; each runs both arms once, in an order that alternates
 * @param connections real sockets, one user each
 * @param groupSize members of every group, drawn at random: a user is in about
 *     {@code groups * groupSize / connections} groups
 * @param outstanding broadcasts under way at most in the closed cell
 * @param textChars characters of every message
 * @param warmupSeconds load before the window of a run
 * @param closedSeconds window of a closed run
 * @param openSeconds window of an open run; 0 leaves the open cell out
 * @param openBroadcastsPerSecond rate of the open cell
 * @param codec codec of the server and of the load
 * @param heapMib greatest heap of the server; it has no least one, and no page is touched ahead of its use
 * @param seed of the groups' members and of the texts
 * @param budgetSeconds what all of it may take: where time runs short, pairs are left out and a note says so; 0: no bound
 */
public record BroadcastPlan(
        int pairs,
        int connections,
        int groups,
        int groupSize,
        int outstanding,
        int textChars,
        int warmupSeconds,
        int closedSeconds,
        int openSeconds,
        int openBroadcastsPerSecond,
        String codec,
        int heapMib,
        long seed,
        int budgetSeconds) {

    /** JVM flags of every server, whatever its mode, behind the product's own. */
    public List<String> serverFlags() {
        return List.of("-Xmx" + heapMib + "m", "-XX:+UseG1GC");
    }

    /** JVM flags of every load: one core's worth of a small client, the same for all. */
    public static final List<String> LOAD_FLAGS = List.of("-Xmx256m", "-XX:+UseSerialGC");

    /** Time that a run takes outside its warm-up and window: two JVM starts, connecting, joining, draining. */
    private static final int AROUND_A_RUN_SECONDS = 6;

    /** Checks what a command line can get wrong. */
    public BroadcastPlan {
        check("pairs", pairs, 1, 1000);
        check("connections", connections, 1, 100_000);
        check("groups", groups, 1, 4096);
        check("group size", groupSize, 1, connections);
        check("outstanding", outstanding, 1, 100_000);
        check("text characters", textChars, 16, 65_536);
        check("warm-up seconds", warmupSeconds, 0, 3600);
        check("closed seconds", closedSeconds, 1, 3600);
        check("open seconds", openSeconds, 0, 3600);
        check("open rate", openBroadcastsPerSecond, 1, 1_000_000);
        check("heap MiB", heapMib, 64, 1 << 20);
        check("budget seconds", budgetSeconds, 0, 1_000_000);
    }

    /** The demo's part B: 2,000 connections, 40 groups of 500, three interleaved pairs, about 120 s on two cores. */
    public static BroadcastPlan demo() {
        return new BroadcastPlan(3, 2000, 40, 500, 24, 240, 2, 4, 4, 20, "safe", 1024, 3, 115);
    }

    /** Everything once at a tiny scale, under 25 s: shows that it works, not how fast anything is. */
    public static BroadcastPlan smoke() {
        return new BroadcastPlan(1, 100, 4, 50, 8, 240, 1, 1, 1, 20, "safe", 256, 3, 0);
    }

    /** The same with another number of pairs, and all the time that they take. */
    public BroadcastPlan withPairs(int other) {
        return new BroadcastPlan(
                other,
                connections,
                groups,
                groupSize,
                outstanding,
                textChars,
                warmupSeconds,
                closedSeconds,
                openSeconds,
                openBroadcastsPerSecond,
                codec,
                heapMib,
                seed,
                0);
    }

    /** What the whole plan takes, about. */
    public int estimatedSeconds() {
        final int closed = pairs * (AROUND_A_RUN_SECONDS + warmupSeconds + closedSeconds);
        final int open = openSeconds == 0 ? 0 : AROUND_A_RUN_SECONDS + warmupSeconds + openSeconds;
        return BroadcastArm.values().length * (closed + open);
    }

    private static void check(String name, int actual, int least, int most) {
        if (actual < least || actual > most) {
            throw new IllegalArgumentException(name + ": " + actual + " (expected: " + least + " to " + most + ")");
        }
    }
}
