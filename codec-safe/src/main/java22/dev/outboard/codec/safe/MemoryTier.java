package dev.outboard.codec.safe;

import dev.outboard.codec.spi.MemorySource;
import org.jspecify.annotations.Nullable;

/** The class of JDK 22 and later. */
final class MemoryTier {
    private MemoryTier() {}

    static @Nullable MemorySource arena() {
        return new ArenaMemory();
    }

    static String whyNoArena() {
        return "";
    }
}
