package dev.outboard.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds every module's classes against every rule, and every rule against the class that must break it. */
final class BytecodeRuleTest {
    private static JavaClasses house;

    @TempDir
    private Path nursery;

    @BeforeAll
    static void readTheHouse() throws IOException {
        house = Origin.classesBelow(Path.of("..").toAbsolutePath().normalize());
    }

    @ParameterizedTest
    @EnumSource
    void house_keepsTo(BytecodeRule rule) {
        rule.rule().check(house);
    }

    @ParameterizedTest
    @EnumSource
    void plant_breaks(BytecodeRule rule) throws IOException {
        JavaClasses planted = rule.plant().grow(nursery);
        assertThatThrownBy(() -> rule.rule().check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Planted");
    }

    @Test
    void gate_mayTouchRawMemory() throws IOException {
        Plant gate = new Plant(
                "codec-unsafe/target/classes",
                "dev.outboard.codec.unsafe.Gate",
                "Object unsafe = sun.misc.Unsafe.class; Object agrona = org.agrona.UnsafeApi.class;");
        BytecodeRule.UNSAFE_MEMORY_STAYS_BEHIND_ITS_GATE.rule().check(gate.grow(nursery));
    }

    @Test
    void arrows_nameOnlyPackagesThatExist() {
        Set<JavaClass> known = Stream.concat(
                        house.stream(),
                        house.stream()
                                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                                .map(Dependency::getTargetClass))
                .collect(Collectors.toSet());
        assertThat(BytecodeRule.packagesInArrows())
                .isNotEmpty()
                .filteredOn(name -> known.stream().noneMatch(JavaClass.Predicates.resideInAPackage(name)))
                .isEmpty();
    }

    @Test
    void house_includesThisModule() {
        assertThat(house.contain(TestSummary.class)).isTrue();
        assertThat(Origin.module(house.get(TestSummary.class))).isEqualTo("architecture");
        assertThat(Origin.MAIN_CODE.test(house.get(TestSummary.class))).isTrue();
        assertThat(Origin.TEST_CODE.test(house.get(BytecodeRuleTest.class))).isTrue();
    }
}
