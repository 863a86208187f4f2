package dev.outboard.im.wire;

import dev.outboard.codec.Wire;
import dev.outboard.codec.WireWriter;

/**
 * Writes a message {@code outboard.im.v1.Receipt} straight into a frame. Each method writes its field at once: call it
 * at most once. Called in the order of the field numbers they give the bytes that protobuf-java gives; values that are
 * the default of proto3 (0, false, empty) take none.
 *
 * <p><em>Borrows</em> the writer and has no other state. One thread at a time.
 */
public final class ReceiptEncoder {
    private static final int SEQUENCE = 1 << 3 | Wire.FIXED64;
    private static final int RECIPIENTS = 2 << 3 | Wire.VARINT;
    private static final int DROPPED = 3 << 3 | Wire.VARINT;

    @SuppressWarnings("NullAway.Init")
    private WireWriter writer;

    /** Starts a message at the writer's position. */
    public ReceiptEncoder wrap(WireWriter writer) {
        this.writer = writer;
        return this;
    }

    /** Field 1, sequence. */
    public ReceiptEncoder sequence(long value) {
        if (value != 0) {
            writer.writeTag(SEQUENCE);
            writer.writeFixed64(value);
        }
        return this;
    }

    /** Members at the moment of sending: what this message adds to ServerStats.offered. */
    public ReceiptEncoder recipients(int value) {
        if (value != 0) {
            writer.writeTag(RECIPIENTS);
            writer.writeVarint32(value);
        }
        return this;
    }

    /** Of these, the ones already known not to get it: no room in their shard's queue. */
    public ReceiptEncoder dropped(int value) {
        if (value != 0) {
            writer.writeTag(DROPPED);
            writer.writeVarint32(value);
        }
        return this;
    }
}
