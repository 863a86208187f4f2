package dev.outboard.im.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.testing.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupSetTest {
    @Test
    void groups_areThoseOfTheirPatterns() {
        GroupSet groups = GroupSet.of(List.of("7", "100-199", "4294967295"));
        assertThat(groups.contains(7)).isTrue();
        assertThat(groups.contains(8)).isFalse();
        assertThat(groups.contains(100)).isTrue();
        assertThat(groups.contains(199)).isTrue();
        assertThat(groups.contains(200)).isFalse();
        assertThat(groups.contains(-1)).isTrue();
        assertThat(groups).hasToString("7,100-199,4294967295");
    }

    @Test
    void all_areAll_andNone_areNone() {
        for (int group : new int[] {0, 1, Integer.MAX_VALUE, Integer.MIN_VALUE, -1}) {
            assertThat(GroupSet.ALL.contains(group)).isTrue();
            assertThat(GroupSet.NONE.contains(group)).isFalse();
        }
    }

    @Test
    void overlappingRanges_areWhatEachOfThemIs() {
        Seed seed = Seed.fresh();
        SplittableRandom random = seed.random();
        for (int round = 0; round < 200; round++) {
            List<String> patterns = new ArrayList<>();
            boolean[] expected = new boolean[64];
            for (int i = random.nextInt(6); i > 0; i--) {
                int from = random.nextInt(64);
                int to = random.nextInt(from, 64);
                patterns.add(from == to ? "" + from : from + "-" + to);
                for (int n = from; n <= to; n++) {
                    expected[n] = true;
                }
            }
            GroupSet groups = GroupSet.of(patterns);
            for (int n = 0; n < 64; n++) {
                assertThat(groups.contains(n))
                        .as("%s in %s, %s", n, patterns, seed)
                        .isEqualTo(expected[n]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "7-", "-7", "9-7", "seven", "4294967296", "1-2-3", "+1", "**", "٣"})
    void otherPatterns_areRefused(String pattern) {
        assertThatThrownBy(() -> GroupSet.of(List.of(pattern)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("group pattern: '" + pattern + "' (expected: a number, a range like 100-199, or *)");
    }
}
