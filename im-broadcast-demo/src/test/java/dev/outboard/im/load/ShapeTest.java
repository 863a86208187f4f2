package dev.outboard.im.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "even | [5, 5, 5]",
                "few-large | [10, 10, 10, 10]",
                "many-small | [10, 10, 10, 10]",
                "one-huge | [20]",
                "zipf:1 | [20, 10, 6]"
            })
    void sizes_ofTwentyUsers_whereThreeGroupsOfFiveAreAskedFor(String text, String sizes) {
        assertThat(Arrays.toString(Shape.of(text).sizes(20, 3, 5))).isEqualTo(sizes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"round", "zipf", "zipf:", "zipf:0", "zipf:5", "zipf:NaN", "zipf:x"})
    void otherTexts_areRefused(String text) {
        assertThatThrownBy(() -> Shape.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shape: " + text + " (expected: ");
    }

    @Test
    void turns_bySize_giveEverybodyAsMuchToWrite() {
        Population population = new Population(20, new int[] {20, 10, 5}, 3, 1);
        Turns turns = Turns.bySize(population, 1, 9);
        int[] counts = new int[3];
        for (int turn = 0; turn < 3_500; turn++) {
            counts[turns.group(turn)]++;
        }
        assertThat(counts[0]).isBetween(1_850, 2_150);
        assertThat(counts[1]).isBetween(870, 1_130);
        assertThat(counts[2]).isBetween(400, 600);
        assertThat(turns.group(17)).isEqualTo(turns.group(17));
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 1, 1, 0, 0",
        "0.95, 1, 1, 0, 1",
        "0, 30, 0.1, 0, 1",
        "0, 0, 1.9, 0, 1",
        "0, 0, 0.1, 0.06, 1",
        "0.95, 30, 1.9, 0.2, 4"
    })
    void load_thatIsItsOwnBottleneck_isVoid(double busy, double lag, double cpus, double collecting, int reasons) {
        LoadReport.Generator generator = OwnCost.judge(busy, lag, cpus, 2, collecting);
        assertThat(generator.reasons()).hasSize(reasons);
        assertThat(generator.saturated()).isEqualTo(reasons > 0);
    }
}
