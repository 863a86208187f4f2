package dev.outboard.rpc.netty;

import dev.outboard.testing.Seed;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random rows of good, slightly broken and random frames through {@link FrameFuzzer}. More: {@code -Doutboard.fuzz.inputs}. */
final class FrameFuzzerTest {
    private static final int INPUTS = Integer.getInteger("outboard.fuzz.inputs", 1000);

    @ParameterizedTest
    @ValueSource(strings = {"safe", "unsafe"})
    void bytes_meanTheSameHoweverTheyAreCut(String codec) {
        Seed seed = Seed.fresh();
        SplittableRandom random = seed.random();
        try (FrameFuzzer fuzzer = new FrameFuzzer(codec)) {
            for (int i = 0; i < INPUTS; i++) {
                byte[] input = FrameInputs.next(random);
                try {
                    fuzzer.run(input);
                } catch (Throwable t) {
                    throw new AssertionError(
                            seed + ", input " + i + ": " + HexFormat.of().formatHex(input), t);
                }
            }
        }
    }
}
