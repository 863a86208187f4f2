package dev.outboard.codec.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SizeClassesTest {
    @Test
    void of_eachSize_isTheSmallestClassThatHoldsIt() {
        for (int bytes = 0; bytes <= SizeClasses.LARGEST; bytes += bytes < 70_000 ? 1 : 977) {
            int sizeClass = SizeClasses.of(bytes);
            assertThat(SizeClasses.bytes(sizeClass)).isGreaterThanOrEqualTo(bytes);
            assertThat(sizeClass == 0 || SizeClasses.bytes(sizeClass - 1) < bytes)
                    .as("smaller class holds %d", bytes)
                    .isTrue();
        }
    }

    @Test
    void of_classSizes_roundTrip() {
        for (int i = 0; i < SizeClasses.COUNT; i++) {
            assertThat(SizeClasses.of(SizeClasses.bytes(i))).isEqualTo(i);
        }
        assertThat(SizeClasses.bytes(SizeClasses.COUNT - 1)).isEqualTo(SizeClasses.LARGEST);
    }

    @Test
    void framesPerSlab_everyClass_fillsSlabsOfSixtyFourKibToTheFramesOwnSize() {
        for (int i = 0; i < SizeClasses.COUNT; i++) {
            long slab = (long) SizeClasses.framesPerSlab(i) * SizeClasses.bytes(i);
            assertThat(slab).isBetween(48L << 10, (long) Math.max(1 << 20, SizeClasses.bytes(i)));
        }
    }
}
