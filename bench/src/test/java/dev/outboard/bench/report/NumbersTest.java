package dev.outboard.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.report.Claim.Verdict;
import dev.outboard.bench.report.Table.Cell;
import dev.outboard.bench.report.Table.Tone;
import dev.outboard.bench.run.Stats.Spread;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0|0",
                "0.2144|0.214",
                "0.99949|0.999",
                "0.9996|1.00",
                "8.3|8.30",
                "9.996|10.0",
                "12.44|12.4",
                "99.96|100",
                "412318.4|412,318",
                "-12.44|-12.4",
                "NaN|unknown",
                "Infinity|unbounded"
            })
    void of_printsThreeSignificantDigits(double value, String text) {
        assertThat(Numbers.of(value)).isEqualTo(text);
    }

    @Test
    void change_carriesItsSign() {
        assertThat(Numbers.change(36.6)).isEqualTo("+37 %");
        assertThat(Numbers.change(-40.6)).isEqualTo("-41 %");
        assertThat(Numbers.change(0.4)).isEqualTo("0 %");
        assertThat(Numbers.change(-0.4)).isEqualTo("0 %");
        assertThat(Numbers.change(1240)).isEqualTo("+1,240 %");
    }

    @Test
    void change_ofOnePair_hasNoRange() {
        assertThat(Numbers.change(new Spread(-40, -50, 3, 3))).isEqualTo("-40 % (-50 to +3)");
        assertThat(Numbers.change(new Spread(-40, -40, -40, 1))).isEqualTo("-40 %");
    }

    @Test
    void mib_ofAnUnknownSize() {
        assertThat(Numbers.mib(-1)).isEqualTo("unknown");
        assertThat(Numbers.mib(3 << 20)).isEqualTo("3.00");
    }

    @Test
    void change_isTonedByItsDirection() {
        assertThat(Cell.change(-41, true, "x").tone()).isEqualTo(Tone.BETTER);
        assertThat(Cell.change(-41, false, "x").tone()).isEqualTo(Tone.WORSE);
        assertThat(Cell.change(37, false, "x").tone()).isEqualTo(Tone.BETTER);
        assertThat(Cell.change(0.3, false, "x").tone()).isEqualTo(Tone.PLAIN);
        assertThat(Cell.change(Double.NaN, false, "x").tone()).isEqualTo(Tone.PLAIN);
    }

    @Test
    void verdict_pointsWhicheverWayTheFigureDoes() {
        assertThat(Verdict.of(-41, spread(-72, -80, -60))).isEqualTo(Verdict.REPRODUCED);
        assertThat(Verdict.of(-41, spread(-20, -30, -10))).isEqualTo(Verdict.SMALLER);
        assertThat(Verdict.of(-41, spread(-1, -1, -1))).isEqualTo(Verdict.NOT_REPRODUCED);
        assertThat(Verdict.of(-41, spread(30, 20, 40))).isEqualTo(Verdict.REVERSED);
        assertThat(Verdict.of(37, spread(37, 37, 37))).isEqualTo(Verdict.REPRODUCED);
        assertThat(Verdict.of(37, spread(Double.NaN, Double.NaN, Double.NaN))).isEqualTo(Verdict.VOID);
    }

    @Test
    void verdict_ofRoundsThatDisagree_isInconclusive() {
        assertThat(Verdict.of(-41, spread(-43, -68, 87))).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void judgement_namesTheNoise() {
        assertThat(new Claim("s", "a", "m", Verdict.SMALLER, true).judgement())
                .isEqualTo("smaller than claimed, on a noisy machine");
        assertThat(new Claim("s", "a", "m", Verdict.SMALLER, false).judgement()).isEqualTo("smaller than claimed");
        assertThat(new Claim("s", "a", "m", Verdict.NOT_MEASURED, true).judgement())
                .isEqualTo("not measured in this run");
    }

    @Test
    void why_isMadeOfTheFigures() {
        assertThat(new Claim("s", "-41 %", "-12 %", Verdict.SMALLER, false).why())
                .isEqualTo("-12 % here points where the article's -41 % does, but is less.");
        assertThat(new Claim("s", "-41 %", "+9 %", Verdict.REVERSED, false).why())
                .isEqualTo("+9 % here points the other way than the article's -41 %.");
    }

    private static Spread spread(double median, double min, double max) {
        return new Spread(median, min, max, 3);
    }
}
