package dev.outboard.testing;

import java.util.SplittableRandom;

/**
 * The seed of a randomized test: another one in every run, unless {@code -Doutboard.seed} says which. Print it with
 * every failure.
 */
public final class Seed {
    private static final Long REPLAYED = Long.getLong("outboard.seed");

    private final long value;

    private Seed(long value) {
        this.value = value;
    }

    /** The replayed seed, or a new one. */
    public static Seed fresh() {
        return new Seed(REPLAYED != null ? REPLAYED : System.nanoTime() * 0x9e37_79b9_7f4a_7c15L);
    }

    /** The same in every run. */
    public static Seed of(long value) {
        return new Seed(value);
    }

    /** A generator that starts from this seed. */
    public SplittableRandom random() {
        return new SplittableRandom(value);
    }

    /** The argument that replays this seed. */
    @Override
    public String toString() {
        return "-Doutboard.seed=" + value;
    }
}
