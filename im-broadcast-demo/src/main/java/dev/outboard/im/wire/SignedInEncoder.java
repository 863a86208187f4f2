package dev.outboard.im.wire;

import dev.outboard.codec.Wire;
import dev.outboard.codec.WireWriter;

/**
 * Writes a message {@code outboard.im.v1.SignedIn} straight into a frame. Each method writes its field at once: call it
 * at most once. Called in the order of the field numbers they give the bytes that protobuf-java gives; values that are
 * the default of proto3 (0, false, empty) take none.
 *
 * <p><em>Borrows</em> the writer and has no other state. One thread at a time.
 */
public final class SignedInEncoder {
    private static final int RETURNING = 1 << 3 | Wire.VARINT;
    private static final int GROUPS = 2 << 3 | Wire.VARINT;

    @SuppressWarnings("NullAway.Init")
    private WireWriter writer;

    /** Starts a message at the writer's position. */
    public SignedInEncoder wrap(WireWriter writer) {
        this.writer = writer;
        return this;
    }

    /** Whether the server knew the user, from an earlier connection whose memberships still stand. */
    public SignedInEncoder returning(boolean value) {
        if (value) {
            writer.writeTag(RETURNING);
            writer.writeBool(true);
        }
        return this;
    }

    /** Groups that the user is a member of. */
    public SignedInEncoder groups(int value) {
        if (value != 0) {
            writer.writeTag(GROUPS);
            writer.writeVarint32(value);
        }
        return this;
    }
}
