package dev.outboard.im.wire;

import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;

/**
 * Reads a message {@code outboard.im.v1.Publish} where it lies. {@link #wrap} checks the whole message and notes its
 * fields in one pass; unknown fields are skipped, and of a field that occurs twice the last one counts.
 *
 * <p><em>Borrows</em> the reader, and is valid as long as that: inside the call that delivered it. One thread at a time.
 */
public final class PublishDecoder {
    private static final int GROUP_ID = 1 << 3 | Wire.VARINT;
    private static final int INTENDED_NANOS = 2 << 3 | Wire.FIXED64;
    private static final int CLIENT_SEQUENCE = 3 << 3 | Wire.FIXED64;
    private static final int TEXT = 4 << 3 | Wire.LENGTH_DELIMITED;
    private static final int MENTIONS = 5 << 3 | Wire.LENGTH_DELIMITED;
    private static final int MENTIONS_UNPACKED = 5 << 3 | Wire.FIXED64;

    @SuppressWarnings("NullAway.Init")
    private WireReader reader;

    private int groupId;
    private long intendedNanos;
    private long clientSequence;
    private int textOffset;
    private int textLength;
    private final RepeatedFixed64 mentions = new RepeatedFixed64(MENTIONS, MENTIONS_UNPACKED);

    /**
     * Reads from the reader's start to its end.
     *
     * @throws dev.outboard.codec.MalformedMessageException where the bytes are no such message
     */
    public PublishDecoder wrap(WireReader reader) {
        this.reader = reader;
        reset();
        reader.position(0);
        for (int tag = reader.readTag(); tag != 0; tag = reader.readTag()) {
            field(tag);
        }
        return this;
    }

    /** Field 1, group_id. */
    public int groupId() {
        return groupId;
    }

    /** When the sender meant to send, on a clock of its own choice; handed on unchanged. */
    public long intendedNanos() {
        return intendedNanos;
    }

    /** The sender's own number of this message, by which it recognises it; handed on unchanged. */
    public long clientSequence() {
        return clientSequence;
    }

    /** Field 4, text. Allocates. */
    public String text() {
        return reader.utf8At(textOffset, textLength);
    }

    /** Copies {@link #textLength} bytes of UTF-8. */
    public void text(byte[] target, int targetOffset) {
        reader.bytesAt(textOffset, target, targetOffset, textLength);
    }

    /** Where the text's UTF-8 starts, in bytes from the message's first. */
    public int textOffset() {
        return textOffset;
    }

    /** Bytes of the text's UTF-8. */
    public int textLength() {
        return textLength;
    }

    /** How many values field 5, mentions, has. Users whom the message addresses in particular. */
    public int mentionsCount() {
        return mentions.count();
    }

    /** The value at {@code i}, 0 to {@link #mentionsCount} - 1; best read in order. */
    public long mentions(int i) {
        return mentions.get(i);
    }

    private void reset() {
        groupId = 0;
        intendedNanos = 0;
        clientSequence = 0;
        textOffset = 0;
        textLength = 0;
        mentions.reset(reader);
    }

    private void field(int tag) {
        switch (tag) {
            case GROUP_ID -> groupId = reader.readVarint32();
            case INTENDED_NANOS -> intendedNanos = reader.readFixed64();
            case CLIENT_SEQUENCE -> clientSequence = reader.readFixed64();
            case TEXT -> {
                textLength = reader.readLength();
                textOffset = reader.position();
                reader.checkUtf8(textOffset, textLength);
                reader.skip(textLength);
            }
            case MENTIONS -> mentions.packed();
            case MENTIONS_UNPACKED -> mentions.unpacked();
            default -> reader.skipField(tag);
        }
    }
}
