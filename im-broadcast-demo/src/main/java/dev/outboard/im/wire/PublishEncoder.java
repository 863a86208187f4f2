package dev.outboard.im.wire;

import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;

/**
 * Writes a message {@code outboard.im.v1.Publish} straight into a frame. Each method writes its field at once: call it
 * at most once. Called in the order of the field numbers they give the bytes that protobuf-java gives; values that are
 * the default of proto3 (0, false, empty) take none.
 *
 * <p><em>Borrows</em> the writer and has no other state. One thread at a time.
 */
public final class PublishEncoder {
    private static final int GROUP_ID = 1 << 3 | Wire.VARINT;
    private static final int INTENDED_NANOS = 2 << 3 | Wire.FIXED64;
    private static final int CLIENT_SEQUENCE = 3 << 3 | Wire.FIXED64;
    private static final int TEXT = 4 << 3 | Wire.LENGTH_DELIMITED;
    private static final int MENTIONS = 5 << 3 | Wire.LENGTH_DELIMITED;

    @SuppressWarnings("NullAway.Init")
    private WireWriter writer;

    /** Starts a message at the writer's position. */
    public PublishEncoder wrap(WireWriter writer) {
        this.writer = writer;
        return this;
    }

    /** Field 1, group_id. */
    public PublishEncoder groupId(int value) {
        if (value != 0) {
            writer.writeTag(GROUP_ID);
            writer.writeVarint32(value);
        }
        return this;
    }

    /** When the sender meant to send, on a clock of its own choice; handed on unchanged. */
    public PublishEncoder intendedNanos(long value) {
        if (value != 0) {
            writer.writeTag(INTENDED_NANOS);
            writer.writeFixed64(value);
        }
        return this;
    }

    /** The sender's own number of this message, by which it recognises it; handed on unchanged. */
    public PublishEncoder clientSequence(long value) {
        if (value != 0) {
            writer.writeTag(CLIENT_SEQUENCE);
            writer.writeFixed64(value);
        }
        return this;
    }

    /** Field 4, text. */
    public PublishEncoder text(CharSequence value) {
        if (!value.isEmpty()) {
            writer.writeTag(TEXT);
            writer.writeUtf8(value);
        }
        return this;
    }

    /** As {@link #text(CharSequence)}, from bytes known to be UTF-8. <em>Borrows</em> the source. */
    public PublishEncoder text(WireReader source, int offset, int length) {
        if (length != 0) {
            writer.writeTag(TEXT);
            writer.writeVarint32(length);
            writer.writeRaw(source, offset, length);
        }
        return this;
    }

    /**
     * Starts field 5, mentions: exactly {@code count} calls of {@link #nextMentions} have to follow. Users whom the
     * message addresses in particular.
     */
    public PublishEncoder mentions(int count) {
        if (count != 0) {
            writer.writeTag(MENTIONS);
            writer.writeVarint32(Math.multiplyExact(count, 8));
        }
        return this;
    }

    /** The next of the values that {@link #mentions} announced. */
    public PublishEncoder nextMentions(long value) {
        writer.writeFixed64(value);
        return this;
    }
}
