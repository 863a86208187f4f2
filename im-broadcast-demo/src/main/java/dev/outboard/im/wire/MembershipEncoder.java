package dev.outboard.im.wire;

import dev.outboard.codec.Wire;
import dev.outboard.codec.WireWriter;

/**
 * Writes a message {@code outboard.im.v1.Membership} straight into a frame. Each method writes its field at once: call it
 * at most once. Called in the order of the field numbers they give the bytes that protobuf-java gives; values that are
 * the default of proto3 (0, false, empty) take none.
 *
 * <p><em>Borrows</em> the writer and has no other state. One thread at a time.
 */
public final class MembershipEncoder {
    private static final int GROUP_ID = 1 << 3 | Wire.VARINT;

    @SuppressWarnings("NullAway.Init")
    private WireWriter writer;

    /** Starts a message at the writer's position. */
    public MembershipEncoder wrap(WireWriter writer) {
        this.writer = writer;
        return this;
    }

    /** Field 1, group_id. */
    public MembershipEncoder groupId(int value) {
        if (value != 0) {
            writer.writeTag(GROUP_ID);
            writer.writeVarint32(value);
        }
        return this;
    }
}
