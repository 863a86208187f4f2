package dev.outboard.bench.gc;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.outboard.codec.CodecUnavailableException;
import dev.outboard.codec.spi.Codecs;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A way to own the memory of a message. Load, live set, message, encoding, threads, heap and JVM flags are the same for
 * all; only who holds a frame's memory, and who gives it back, differs.
 */
public enum GcArm {
    /** {@code finalize()} on the owner is the only free, and the owner references its message. */
    LEGACY_FINALIZER_GRAPH(
            "legacy-finalizer-graph",
            "sun.misc.Unsafe memory per message; the owner references its message and finalize() is the only free"),
    /** The same with an owner that holds an address and nothing else. */
    LEGACY_FINALIZER(
            "legacy-finalizer",
            "sun.misc.Unsafe memory per message; a bare owner, which references nothing, and finalize() as the only free"),
    /** Freed by hand, 1 of 100 missed, {@code finalize()} as a backup: nearest to the article's codec. */
    LEGACY_MISSED_FREE(
            "legacy-missed-free",
            "sun.misc.Unsafe memory per message, freed by hand; 1 of 100 is missed and left to finalize()"),
    /** Finalizers replaced by {@link java.lang.ref.Cleaner}, nothing else. */
    UNSAFE_CLEANER(
            "unsafe-cleaner",
            "sun.misc.Unsafe memory per message; a bare owner, registered with a java.lang.ref.Cleaner and never cleaned"
                    + " by hand"),
    /** The migration taken literally. */
    DIRECT_PER_MESSAGE(
            "direct-per-message",
            "ByteBuffer.allocateDirect per message, freed by the JDK's Cleaner: the migration taken literally"),
    /** Outboard's pooled frames over the Unsafe codec. */
    UNSAFE_POOLED("unsafe-pooled", "Outboard's pooled frames, Unsafe codec: acquired, encoded, released"),
    /** Outboard's pooled frames over the safe codec. */
    SAFE_POOLED("safe-pooled", "Outboard's pooled frames, safe codec: acquired, encoded, released"),
    /** Netty's pool. */
    NETTY_POOLED("netty-pooled", "Netty's PooledByteBufAllocator, direct: acquired and released per message"),
    /** Netty's default since 4.2. */
    NETTY_ADAPTIVE("netty-adaptive", "Netty's AdaptiveByteBufAllocator, direct: acquired and released per message"),
    /** No memory outside the heap at all. */
    HEAP("heap", "byte[4096] per message: the collector's own"),
    /** FFM memory that the collector frees. */
    FFM_AUTO("ffm-auto", "Arena.ofAuto per message, freed by the JDK's Cleaner"),
    /** FFM memory that is freed by hand. */
    FFM_CONFINED("ffm-confined", "Arena.ofConfined per message, closed by hand"),
    /** FFM memory that is never freed. */
    FFM_SLAB("ffm-slab", "one shared arena in 1 MiB slabs, slices recycled by each worker");

    /** What the demo runs, and what the checks stand on. */
    private static final List<GcArm> STANDARD =
            List.of(LEGACY_FINALIZER_GRAPH, LEGACY_MISSED_FREE, DIRECT_PER_MESSAGE, UNSAFE_POOLED, SAFE_POOLED);

    private static final int FIRST_WITH_ARENAS = 22;

    private final String id;
    private final String description;

    GcArm(String id, String description) {
        this.id = id;
        this.description = description;
    }

    /** The name on the command line and in reports. */
    @JsonValue
    public String id() {
        return id;
    }

    /** One line for a legend. */
    public String description() {
        return description;
    }

    /** Whether this arm is one of those that the migration leaves behind. */
    public boolean isLegacy() {
        return this == LEGACY_FINALIZER_GRAPH || this == LEGACY_FINALIZER || this == LEGACY_MISSED_FREE;
    }

    /** Whether this arm cannot run where {@code sun.misc.Unsafe} is denied. */
    public boolean needsUnsafe() {
        return isLegacy() || this == UNSAFE_CLEANER;
    }

    /** Whether this arm's memory is an arena of the JDK's. */
    boolean isArena() {
        return this == FFM_AUTO || this == FFM_CONFINED || this == FFM_SLAB;
    }

    /** Why this arm cannot run on this JVM; empty where it can. */
    Optional<String> unavailable() {
        return unavailableOn(Runtime.version().feature());
    }

    /** The same for a JDK of that version. */
    Optional<String> unavailableOn(int feature) {
        if (isArena() && feature < FIRST_WITH_ARENAS) {
            return Optional.of("JDK: " + feature + " (expected: " + FIRST_WITH_ARENAS + " or later)");
        }
        try {
            if (this == UNSAFE_POOLED) {
                Codecs.load("unsafe");
            }
            return Optional.empty();
        } catch (CodecUnavailableException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /** The five that the demo runs. */
    public static List<GcArm> standard() {
        return STANDARD;
    }

    /** The arm of that name. */
    public static GcArm of(String id) {
        return Arrays.stream(values())
                .filter(arm -> arm.id.equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("arm: " + id + " (expected: one of " + ids() + ", or all)"));
    }

    /** All names, separated by commas. */
    public static String ids() {
        return Arrays.stream(values()).map(GcArm::id).collect(Collectors.joining(", "));
    }
}
