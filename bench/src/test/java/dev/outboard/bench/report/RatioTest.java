package dev.outboard.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.run.Stats.Interval;
import org.junit.jupiter.api.Test;

class RatioTest {
    @Test
    void runsAgree_whereTheirIntervalsOverlap() {
        assertThat(ratio(0.5, 0.4, 0.6).agreesWith(ratio(0.65, 0.6, 0.7))).isTrue();
        assertThat(ratio(0.65, 0.6, 0.7).agreesWith(ratio(0.5, 0.4, 0.6))).isTrue();
        assertThat(ratio(0.5, 0.4, 0.6).agreesWith(ratio(0.65, 0.61, 0.7))).isFalse();
        assertThat(ratio(0.65, 0.61, 0.7).agreesWith(ratio(0.5, 0.4, 0.6))).isFalse();
        assertThat(ratio(0.5, Double.NaN, Double.NaN).agreesWith(ratio(0.5, 0.4, 0.6)))
                .isFalse();
    }

    @Test
    void intervalWiderThanAQuarter_toEitherSide_decidesNothing() {
        assertThat(ratio(0.8, 0.61, 0.99).inconclusive()).isFalse();
        assertThat(ratio(0.8, 0.59, 0.9).inconclusive()).isTrue();
        assertThat(ratio(0.8, 0.7, 1.01).inconclusive()).isTrue();
        assertThat(ratio(0.8, Double.NaN, Double.NaN).inconclusive()).isTrue();
    }

    private static Ratio ratio(double estimate, double lower, double upper) {
        return new Ratio("key", "title", true, new Interval(estimate, lower, upper, 3), false);
    }
}
