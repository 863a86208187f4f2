package dev.outboard.codec.safe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.spi.Codecs;
import dev.outboard.codec.spi.MemorySource;
import dev.outboard.testing.LeakCheck;
import java.nio.MappedByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which memory runs: the packaged jar has both tiers, classes in a directory have one. */
@LeakCheck
class MemoryTierTest {
    private static final boolean JDK_HAS_ARENAS = Runtime.version().feature() >= 22;

    @Test
    void arena_isThereOnAJdkThatHasThem_ofTheJarThatWasBuiltWithThem() {
        assertThat(MemoryTier.arena() != null).isEqualTo(JDK_HAS_ARENAS && isJar());
    }

    @Test
    void withoutTheProperty_memoryIsDirect() {
        assertThat(Codecs.load("safe").memorySource().name()).isEqualTo("direct");
    }

    @Test
    void arena_whereItIsNotThere_makesTheCodecUnavailable_andSaysWhy() {
        SafeCodec codec = SafeCodec.of("arena");

        if (MemoryTier.arena() != null) {
            assertThat(codec.unavailabilityCause()).isNull();
            assertThat(codec.memorySource().name()).isEqualTo("arena");
        } else {
            assertThat(codec.unavailabilityCause())
                    .hasMessage("outboard.safe.memory: arena (expected: direct; "
                            + (JDK_HAS_ARENAS
                                    ? "this jar was built without FFM, by a JDK before 22)"
                                    : "arenas need JDK 22 or later)"));
        }
    }

    @Test
    void unknownMemory_makesTheCodecUnavailable() {
        assertThat(SafeCodec.of("heap").unavailabilityCause())
                .hasMessage("outboard.safe.memory: heap (expected: direct or arena)");
    }

    @Test
    void arenaSlab_isBackWhenFreeReturns_andItsViewThrowsAfterThat() {
        MemorySource memory = SafeCodec.of("arena").memorySource();
        AtomicInteger returned = new AtomicInteger();
        MemorySource.Slab slab = memory.allocate(4096, returned::incrementAndGet);
        MappedByteBuffer view = slab.view();
        view.putLong(8, 1);

        slab.free();

        assertThat(memory.returnsAtOnce()).isEqualTo(MemoryTier.arena() != null);
        if (memory.returnsAtOnce()) {
            assertThat(returned).hasValue(1);
            assertThatThrownBy(() -> view.getLong(8)).isInstanceOf(IllegalStateException.class);
        }
    }

    private static boolean isJar() {
        return SafeCodec.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath()
                .endsWith(".jar");
    }
}
