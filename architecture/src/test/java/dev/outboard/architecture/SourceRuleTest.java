package dev.outboard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds every source against every rule, and every rule against the source that must break it. */
final class SourceRuleTest {
    private static List<SourceFile> house;

    @BeforeAll
    static void readTheHouse() throws IOException {
        house = SourceFile.below(Path.of("..").toAbsolutePath().normalize());
    }

    @ParameterizedTest
    @EnumSource
    void house_keepsTo(SourceRule rule) {
        assertThat(rule.violations(house)).as(rule.name()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void plant_breaks(SourceRule rule) {
        assertThat(rule.violations(List.of(rule.plant())))
                .singleElement()
                .asString()
                .contains("Planted");
    }

    @Test
    void wall_standsAfterLine700() {
        SourceFile longest = new SourceFile("x/src/main/java/x/Longest.java", Collections.nCopies(700, "//"));
        assertThat(SourceRule.FILES_END_BEFORE_THE_WALL.violations(List.of(longest)))
                .isEmpty();
    }

    @Test
    void house_includesThisFile() {
        assertThat(house)
                .extracting(SourceFile::path)
                .contains("architecture/src/test/java/dev/outboard/architecture/SourceRuleTest.java");
    }
}
