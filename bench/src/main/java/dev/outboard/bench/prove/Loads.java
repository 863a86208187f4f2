package dev.outboard.bench.prove;

import dev.outboard.im.load.LoadOptions;
import java.time.Duration;

/** The loads of proofs: open loops, with the defaults of {@code im load} for all that is not said. */
final class Loads {
    private static final int SEED = 3;
    private static final Duration WARM_UP = Duration.ofSeconds(3);

    private Loads() {}

    /** Many groups of one size. */
    static LoadOptions open(
            ProvePlan plan,
            int port,
            int connections,
            int groups,
            int groupSize,
            double rate,
            int text,
            int seconds,
            int stalled) {
        return new LoadOptions(
                "127.0.0.1",
                port,
                connections,
                groups,
                groupSize,
                Math.min(4, groupSize),
                0,
                rate,
                text,
                plan.isFull() ? WARM_UP : Duration.ofMillis(300),
                Duration.ofSeconds(seconds),
                Duration.ofSeconds(60),
                0,
                stalled,
                SEED,
                1,
                plan.codec(),
                "auto",
                8 << 10);
    }
}
