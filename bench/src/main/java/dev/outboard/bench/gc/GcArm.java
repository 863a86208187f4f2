package dev.outboard.bench.gc;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A way to own the memory of a message. Load, live set, message, encoding, threads, heap and JVM flags are the same for
 * all; only who holds a frame's memory, and who gives it back, differs.
 */
public enum GcArm {
    /** {@code finalize()} on the owner is the only free, and the owner references its message. */
    LEGACY_FINALIZER_GRAPH(
            "legacy-finalizer-graph",
            "sun.misc.Unsafe memory per message; the owner references its message and finalize() is the only free"),
    /** Freed by hand, 1 of 100 missed, {@code finalize()} as a backup: nearest to the article's codec. */
    LEGACY_MISSED_FREE(
            "legacy-missed-free",
            "sun.misc.Unsafe memory per message, freed by hand; 1 of 100 is missed and left to finalize()"),
    /** The migration taken literally. */
    DIRECT_PER_MESSAGE(
            "direct-per-message",
            "ByteBuffer.allocateDirect per message, freed by the JDK's Cleaner: the migration taken literally"),
    /** Outboard's pooled frames over the Unsafe codec. */
    UNSAFE_POOLED("unsafe-pooled", "Outboard's pooled frames, Unsafe codec: acquired, encoded, released"),
    /** Outboard's pooled frames over the safe codec. */
    SAFE_POOLED("safe-pooled", "Outboard's pooled frames, safe codec: acquired, encoded, released");

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
        return this == LEGACY_FINALIZER_GRAPH || this == LEGACY_MISSED_FREE;
    }

    /** The arm of that name. */
    public static GcArm of(String id) {
        for (GcArm arm : values()) {
            if (arm.id.equals(id)) {
                return arm;
            }
        }
        throw new IllegalArgumentException("arm: " + id + " (expected: one of " + ids() + ")");
    }

    /** All names, separated by commas. */
    public static String ids() {
        StringBuilder ids = new StringBuilder();
        for (GcArm arm : values()) {
            ids.append(ids.length() == 0 ? "" : ", ").append(arm.id);
        }
        return ids.toString();
    }
}
