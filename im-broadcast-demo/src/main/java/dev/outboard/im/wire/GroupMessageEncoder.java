package dev.outboard.im.wire;

import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;

/**
 * Writes a message {@code outboard.im.v1.GroupMessage} straight into a frame. Each method writes its field at once: call it
 * at most once. Called in the order of the field numbers they give the bytes that protobuf-java gives; values that are
 * the default of proto3 (0, false, empty) take none.
 *
 * <p><em>Borrows</em> the writer and has no other state. One thread at a time.
 */
public final class GroupMessageEncoder {
    private static final int SEQUENCE = 1 << 3 | Wire.FIXED64;
    private static final int GROUP_ID = 2 << 3 | Wire.VARINT;
    private static final int SENDER = 3 << 3 | Wire.FIXED64;
    private static final int INTENDED_NANOS = 4 << 3 | Wire.FIXED64;
    private static final int CLIENT_SEQUENCE = 5 << 3 | Wire.FIXED64;
    private static final int TEXT = 6 << 3 | Wire.LENGTH_DELIMITED;
    private static final int MENTIONS = 7 << 3 | Wire.LENGTH_DELIMITED;

    @SuppressWarnings("NullAway.Init")
    private WireWriter writer;

    /** Starts a message at the writer's position. */
    public GroupMessageEncoder wrap(WireWriter writer) {
        this.writer = writer;
        return this;
    }

    /** Increases with every message of the group, by one unless the group was empty in between. */
    public GroupMessageEncoder sequence(long value) {
        if (value != 0) {
            writer.writeTag(SEQUENCE);
            writer.writeFixed64(value);
        }
        return this;
    }

    /** Field 2, group_id. */
    public GroupMessageEncoder groupId(int value) {
        if (value != 0) {
            writer.writeTag(GROUP_ID);
            writer.writeVarint32(value);
        }
        return this;
    }

    /** Field 3, sender. */
    public GroupMessageEncoder sender(long value) {
        if (value != 0) {
            writer.writeTag(SENDER);
            writer.writeFixed64(value);
        }
        return this;
    }

    /** Field 4, intended_nanos. */
    public GroupMessageEncoder intendedNanos(long value) {
        if (value != 0) {
            writer.writeTag(INTENDED_NANOS);
            writer.writeFixed64(value);
        }
        return this;
    }

    /** Field 5, client_sequence. */
    public GroupMessageEncoder clientSequence(long value) {
        if (value != 0) {
            writer.writeTag(CLIENT_SEQUENCE);
            writer.writeFixed64(value);
        }
        return this;
    }

    /** Field 6, text. */
    public GroupMessageEncoder text(CharSequence value) {
        if (!value.isEmpty()) {
            writer.writeTag(TEXT);
            writer.writeUtf8(value);
        }
        return this;
    }

    /** As {@link #text(CharSequence)}, from bytes known to be UTF-8. <em>Borrows</em> the source. */
    public GroupMessageEncoder text(WireReader source, int offset, int length) {
        if (length != 0) {
            writer.writeTag(TEXT);
            writer.writeVarint32(length);
            writer.writeRaw(source, offset, length);
        }
        return this;
    }

    /** Starts field 7, mentions: exactly {@code count} calls of {@link #nextMentions} have to follow.  */
    public GroupMessageEncoder mentions(int count) {
        if (count != 0) {
            writer.writeTag(MENTIONS);
            writer.writeVarint32(Math.multiplyExact(count, 8));
        }
        return this;
    }

    /** The next of the values that {@link #mentions} announced. */
    public GroupMessageEncoder nextMentions(long value) {
        writer.writeFixed64(value);
        return this;
    }
}
