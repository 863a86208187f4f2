package dev.outboard.bench.cleanup;

import java.util.List;

/**
 * What {@link CleanupBench} is to run.
 *
 * @param rounds interleaved rounds; in each every way runs once, in a new JVM
 * @param warmups iterations before the measured ones, at each depth
 * @param iterations measured iterations
 * @param iterationMillis length of an iteration
 * @param leakScopes scopes with a deadline that are opened and closed to see what the timer keeps
 */
record CleanupPlan(List<Way> ways, int rounds, int warmups, int iterations, int iterationMillis, int leakScopes) {
    /** What a JVM takes beside its iterations, as an estimate. */
    private static final double AROUND_SECONDS = 1;

    CleanupPlan {
        ways = List.copyOf(ways);
        check("ways", ways.size(), 1, Way.values().length);
        check("rounds", rounds, 1, 1000);
        check("warm-ups", warmups, 0, 1000);
        check("iterations", iterations, 1, 1000);
        check("iteration milliseconds", iterationMillis, 1, 60_000);
        check("leak scopes", leakScopes, 1, 10_000_000);
    }

    /** Five rounds, about four minutes. */
    static CleanupPlan standard() {
        return new CleanupPlan(List.of(Way.values()), 5, 5, 10, 80, 100_000);
    }

    /** Three short rounds, about a minute and a half. */
    static CleanupPlan quick() {
        return new CleanupPlan(List.of(Way.values()), 3, 5, 8, 50, 100_000);
    }

    /** What the summary of a suite needs, about a minute. */
    static CleanupPlan shortProfile() {
        return new CleanupPlan(List.of(Way.values()), 3, 4, 5, 40, 100_000);
    }

    /** Everything once at a tiny scale: shows that it works, not how fast anything is. */
    static CleanupPlan smoke() {
        return new CleanupPlan(List.of(Way.values()), 1, 1, 1, 20, 1_000);
    }

    /** The same with another number of rounds. */
    CleanupPlan withRounds(int other) {
        return new CleanupPlan(ways, other, warmups, iterations, iterationMillis, leakScopes);
    }

    /** Whether it runs long enough for its figures to say anything. */
    boolean isSound() {
        return iterations > 1;
    }

    int runs() {
        return ways.size() * rounds;
    }

    double secondsOf(Way way) {
        return AROUND_SECONDS + way.group().depths().size() * (warmups + iterations) * (iterationMillis / 1e3);
    }

    /** What the whole plan takes, about. */
    int estimatedSeconds() {
        return (int)
                Math.ceil(rounds * ways.stream().mapToDouble(this::secondsOf).sum() + AROUND_SECONDS);
    }

    private static void check(String name, int actual, int least, int most) {
        if (actual < least || actual > most) {
            throw new IllegalArgumentException(name + ": " + actual + " (expected: " + least + " to " + most + ")");
        }
    }
}
