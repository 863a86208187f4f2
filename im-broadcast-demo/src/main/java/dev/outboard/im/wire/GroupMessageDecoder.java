package dev.outboard.im.wire;

import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;

/**
 * Reads a message {@code outboard.im.v1.GroupMessage} where it lies. {@link #wrap} checks the whole message and notes its
 * fields in one pass; unknown fields are skipped, and of a field that occurs twice the last one counts.
 *
 * <p><em>Borrows</em> the reader, and is valid as long as that: inside the call that delivered it. One thread at a time.
 */
public final class GroupMessageDecoder {
    private static final int SEQUENCE = 1 << 3 | Wire.FIXED64;
    private static final int GROUP_ID = 2 << 3 | Wire.VARINT;
    private static final int SENDER = 3 << 3 | Wire.FIXED64;
    private static final int INTENDED_NANOS = 4 << 3 | Wire.FIXED64;
    private static final int CLIENT_SEQUENCE = 5 << 3 | Wire.FIXED64;
    private static final int TEXT = 6 << 3 | Wire.LENGTH_DELIMITED;
    private static final int MENTIONS = 7 << 3 | Wire.LENGTH_DELIMITED;
    private static final int MENTIONS_UNPACKED = 7 << 3 | Wire.FIXED64;

    @SuppressWarnings("NullAway.Init")
    private WireReader reader;

    private long sequence;
    private int groupId;
    private long sender;
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
    public GroupMessageDecoder wrap(WireReader reader) {
        this.reader = reader;
        reset();
        reader.position(0);
        for (int tag = reader.readTag(); tag != 0; tag = reader.readTag()) {
            field(tag);
        }
        return this;
    }

    /** Increases with every message of the group, by one unless the group was empty in between. */
    public long sequence() {
        return sequence;
    }

    /** Field 2, group_id. */
    public int groupId() {
        return groupId;
    }

    /** Field 3, sender. */
    public long sender() {
        return sender;
    }

    /** Field 4, intended_nanos. */
    public long intendedNanos() {
        return intendedNanos;
    }

    /** Field 5, client_sequence. */
    public long clientSequence() {
        return clientSequence;
    }

    /** Field 6, text. Allocates. */
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

    /** How many values field 7, mentions, has.  */
    public int mentionsCount() {
        return mentions.count();
    }

    /** The value at {@code i}, 0 to {@link #mentionsCount} - 1; best read in order. */
    public long mentions(int i) {
        return mentions.get(i);
    }

    private void reset() {
        sequence = 0;
        groupId = 0;
        sender = 0;
        intendedNanos = 0;
        clientSequence = 0;
        textOffset = 0;
        textLength = 0;
        mentions.reset(reader);
    }

    private void field(int tag) {
        switch (tag) {
            case SEQUENCE -> sequence = reader.readFixed64();
            case GROUP_ID -> groupId = reader.readVarint32();
            case SENDER -> sender = reader.readFixed64();
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
