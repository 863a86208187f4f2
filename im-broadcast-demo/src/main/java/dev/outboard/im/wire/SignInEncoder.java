package dev.outboard.im.wire;

import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;

/**
 * Writes a message {@code outboard.im.v1.SignIn} straight into a frame. Each method writes its field at once: call it
 * at most once. Called in the order of the field numbers they give the bytes that protobuf-java gives; values that are
 * the default of proto3 (0, false, empty) take none.
 *
 * <p><em>Borrows</em> the writer and has no other state. One thread at a time.
 */
public final class SignInEncoder {
    private static final int USER_ID = 1 << 3 | Wire.FIXED64;
    private static final int NAME = 2 << 3 | Wire.LENGTH_DELIMITED;

    @SuppressWarnings("NullAway.Init")
    private WireWriter writer;

    /** Starts a message at the writer's position. */
    public SignInEncoder wrap(WireWriter writer) {
        this.writer = writer;
        return this;
    }

    /** Field 1, user_id. */
    public SignInEncoder userId(long value) {
        if (value != 0) {
            writer.writeTag(USER_ID);
            writer.writeFixed64(value);
        }
        return this;
    }

    /** Shown to others; at most 64 characters. */
    public SignInEncoder name(CharSequence value) {
        if (!value.isEmpty()) {
            writer.writeTag(NAME);
            writer.writeUtf8(value);
        }
        return this;
    }

    /** As {@link #name(CharSequence)}, from bytes known to be UTF-8. <em>Borrows</em> the source. */
    public SignInEncoder name(WireReader source, int offset, int length) {
        if (length != 0) {
            writer.writeTag(NAME);
            writer.writeVarint32(length);
            writer.writeRaw(source, offset, length);
        }
        return this;
    }
}
