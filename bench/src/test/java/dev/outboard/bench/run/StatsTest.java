package dev.outboard.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StatsTest {
    @Test
    void median_ofOddAndEvenCounts() {
        assertThat(Stats.median(3, 1, 2)).isEqualTo(2);
        assertThat(Stats.median(4, 1, 3, 2)).isEqualTo(2.5);
        assertThat(Stats.median()).isNaN();
    }

    @Test
    void percentile_isNearestRank() {
        final double[] ten = {10, 9, 8, 7, 6, 5, 4, 3, 2, 1};

        assertThat(Stats.percentile(50, ten)).isEqualTo(5);
        assertThat(Stats.percentile(99, ten)).isEqualTo(10);
        assertThat(Stats.percentile(10, ten)).isEqualTo(1);
        assertThat(Stats.percentile(0.1, ten)).isEqualTo(1);
        assertThat(ten).startsWith(10, 9); // the caller's order stays
    }

    @Test
    void percentile_outsideItsRange() {
        assertThatThrownBy(() -> Stats.percentile(0, 1)).hasMessage("percent: 0.0 (expected: 0 < percent <= 100)");
        assertThatThrownBy(() -> Stats.percentile(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void changePercent_isTheMedianOfThePairsChanges() {
        // The medians, 100 and 50, would say -50 %; every single pair says otherwise.
        final Stats.Spread change = Stats.changePercent(new double[] {10, 100, 1000}, new double[] {9, 50, 1000});

        assertThat(change.median()).isCloseTo(-10, within(1e-9));
        assertThat(change.min()).isCloseTo(-50, within(1e-9));
        assertThat(change.max()).isCloseTo(0, within(1e-9));
        assertThat(change.count()).isEqualTo(3);
    }

    @Test
    void changePercent_fromNothing() {
        assertThat(Stats.changePercent(0, 5)).isNaN();
    }

    @Test
    void changePercent_ofUnequalRuns() {
        assertThatThrownBy(() -> Stats.changePercent(new double[2], new double[3]))
                .hasMessage("pairs: 2 and 3 (expected: as many after as before)");
    }

    @Test
    void rounds_rotateAndReverse() {
        assertThat(Interleave.rounds(List.of("A", "B", "C"), 4))
                .containsExactly(
                        List.of("A", "B", "C"), List.of("C", "B", "A"), List.of("B", "C", "A"), List.of("A", "C", "B"));
    }

    @Test
    void rounds_ofTwo_giveEachTheFirstPlaceEquallyOften() {
        final long first = Interleave.rounds(List.of("A", "B"), 4).stream()
                .filter(round -> round.get(0).equals("A"))
                .count();

        assertThat(first).isEqualTo(2);
    }

    @Test
    void medianBounds_areOrderStatistics_andUnknownForTooFewValues() {
        assertThat(Stats.medianBounds(3, 1, 2).lower()).isNaN();
        assertThat(Stats.medianBounds(3, 1, 2).upper()).isNaN();
        assertThat(Stats.medianBounds(4, 1, 3, 2)).isEqualTo(new Stats.Bounds(1, 4));
        assertThat(Stats.medianBounds(5, 1, 4, 2, 3)).isEqualTo(new Stats.Bounds(1, 5));
        // Of seven, one at most lies below the median with a probability of 8/128.
        assertThat(Stats.medianBounds(7, 6, 5, 4, 3, 2, 1)).isEqualTo(new Stats.Bounds(2, 6));
    }

    @Test
    void ratioInterval_isStudentsT_onLogarithms() {
        // Logarithms -d, 0 and d: mean 0, deviation d, so that half of the interval is 2.920 d / sqrt(3).
        double half = 2.920 * Math.log(2) / Math.sqrt(3);
        Stats.Interval interval = Stats.ratioInterval(0.5, 2, 1);
        assertThat(interval.estimate()).isCloseTo(1, within(1e-9));
        assertThat(interval.lower()).isCloseTo(Math.exp(-half), within(1e-9));
        assertThat(interval.upper()).isCloseTo(Math.exp(half), within(1e-9));
        assertThat(interval.count()).isEqualTo(3);
    }

    @Test
    void ratioInterval_ofFewValues_hasNoBounds() {
        assertThat(Stats.ratioInterval(0.5, Double.NaN)).isEqualTo(new Stats.Interval(0.5, Double.NaN, Double.NaN, 1));
        assertThat(Stats.ratioInterval(0, Double.POSITIVE_INFINITY))
                .isEqualTo(new Stats.Interval(Double.NaN, Double.NaN, Double.NaN, 0));
    }
}
