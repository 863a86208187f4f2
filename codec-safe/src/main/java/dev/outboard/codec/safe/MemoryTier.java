package dev.outboard.codec.safe;

import dev.outboard.codec.spi.MemorySource;
import org.jspecify.annotations.Nullable;

/**
 * What the safe codec can stand on beside direct buffers. This is the class of JDK 17 to 21; the jar has another of the
 * same name for JDK 22 and later, under {@code META-INF/versions/22}, that has memory from FFM arenas. A JDK 22 or later
 * that runs this one runs a jar that was built without the other.
 */
final class MemoryTier {
    private static final int FIRST_WITH_ARENAS = 22;

    private MemoryTier() {}

    /** Memory from arenas, or null where there is none. */
    static @Nullable MemorySource arena() {
        return null;
    }

    /** Why there is none. */
    static String whyNoArena() {
        return Runtime.version().feature() < FIRST_WITH_ARENAS
                ? "arenas need JDK 22 or later"
                : "this jar was built without FFM, by a JDK before 22";
    }
}
