package dev.outboard.im.wire;

import dev.outboard.codec.Wire;
import dev.outboard.codec.WireWriter;

/**
 * Writes a message {@code outboard.im.v1.StatsRequest} straight into a frame. Each method writes its field at once: call it
 * at most once. Called in the order of the field numbers they give the bytes that protobuf-java gives; values that are
 * the default of proto3 (0, false, empty) take none.
 *
 * <p><em>Borrows</em> the writer and has no other state. One thread at a time.
 */
public final class StatsRequestEncoder {
    private static final int COLLECT = 1 << 3 | Wire.VARINT;

    @SuppressWarnings("NullAway.Init")
    private WireWriter writer;

    /** Starts a message at the writer's position. */
    public StatsRequestEncoder wrap(WireWriter writer) {
        this.writer = writer;
        return this;
    }

    /** Collects garbage first, so that heap_used is what is live. Done at most once a second. */
    public StatsRequestEncoder collect(boolean value) {
        if (value) {
            writer.writeTag(COLLECT);
            writer.writeBool(true);
        }
        return this;
    }
}
