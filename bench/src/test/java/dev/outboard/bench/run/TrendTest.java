package dev.outboard.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.outboard.bench.run.Trend.Sample;
import dev.outboard.bench.run.Trend.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class TrendTest {
    private static final long SEED = 20_261_129;

    @Test
    void line_isFound_whateverAFifthOfTheSamplesSay() {
        Trend trend = Trend.of(samples(100, x -> x % 5 == 0 ? 1e9 : 3 * x + 7));
        assertThat(trend.slope()).isCloseTo(3, within(1e-9));
        assertThat(trend.count()).isEqualTo(100);
        assertThat(trend.span()).isEqualTo(99);
    }

    @Test
    void smallExample_byHand() {
        // Slopes: 1, 2, 4/3, 3, 1.5, 0; in order 0, 1, 4/3, 1.5, 2, 3.
        Trend trend = Trend.of(List.of(new Sample(0, 0), new Sample(1, 1), new Sample(2, 4), new Sample(3, 4)));
        assertThat(trend.slope()).isCloseTo((4 / 3.0 + 1.5) / 2, within(1e-12));
        assertThat(trend.verdict(1)).isEqualTo(Verdict.TOO_SHORT);
    }

    @Test
    void interval_holdsTheSlope_inAboutNineOfTenRuns() {
        SplittableRandom random = new SplittableRandom(SEED);
        int held = 0;
        for (int run = 0; run < 300; run++) {
            Trend trend = Trend.of(samples(40, x -> 2 * x + random.nextDouble(-30, 30)));
            if (trend.lower() <= 2 && 2 <= trend.upper()) {
                held++;
            }
        }
        assertThat(held).as("seed " + SEED).isBetween(255, 285);
    }

    @Test
    void leak_grows_andNoiseDoesNot() {
        SplittableRandom random = new SplittableRandom(SEED);
        assertThat(Trend.of(samples(200, x -> 1000 * x + random.nextDouble(20_000)))
                        .verdict(50_000))
                .isEqualTo(Verdict.GROWS);
        assertThat(Trend.of(samples(200, x -> random.nextDouble(20_000))).verdict(50_000))
                .isEqualTo(Verdict.FLAT);
        assertThat(Trend.of(samples(200, x -> 300 * x + random.nextDouble(200_000)))
                        .verdict(60_000))
                .isEqualTo(Verdict.UNDECIDED);
        assertThat(Trend.of(samples(200, x -> 5)).verdict(0)).isEqualTo(Verdict.FLAT);
    }

    @Test
    void manySamples_areThinned_andKeepTheirSlope() {
        assertThat(Trend.of(samples(100_000, x -> 0.25 * x)).slope()).isCloseTo(0.25, within(1e-9));
    }

    @Test
    void tooFew_haveNoSlope() {
        assertThat(Trend.of(List.of()).slope()).isNaN();
        assertThat(Trend.of(List.of(new Sample(1, 2))).slope()).isNaN();
        assertThat(Trend.of(samples(20, x -> Double.NaN)).verdict(1)).isEqualTo(Verdict.TOO_SHORT);
    }

    private static List<Sample> samples(int count, DoubleUnaryOperator line) {
        List<Sample> samples = new ArrayList<>();
        for (int x = 0; x < count; x++) {
            samples.add(new Sample(x, line.applyAsDouble(x)));
        }
        return samples;
    }
}
