package dev.outboard.im.wire;

import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;

/**
 * Reads a message {@code outboard.im.v1.Receipt} where it lies. {@link #wrap} checks the whole message and notes its
 * fields in one pass; unknown fields are skipped, and of a field that occurs twice the last one counts.
 *
 * <p><em>Borrows</em> the reader, and is valid as long as that: inside the call that delivered it. One thread at a time.
 */
public final class ReceiptDecoder {
    private static final int SEQUENCE = 1 << 3 | Wire.FIXED64;
    private static final int RECIPIENTS = 2 << 3 | Wire.VARINT;
    private static final int DROPPED = 3 << 3 | Wire.VARINT;

    @SuppressWarnings("NullAway.Init")
    private WireReader reader;

    private long sequence;
    private int recipients;
    private int dropped;

    /**
     * Reads from the reader's start to its end.
     *
     * @throws dev.outboard.codec.MalformedMessageException where the bytes are no such message
     */
    public ReceiptDecoder wrap(WireReader reader) {
        this.reader = reader;
        reset();
        reader.position(0);
        for (int tag = reader.readTag(); tag != 0; tag = reader.readTag()) {
            field(tag);
        }
        return this;
    }

    /** Field 1, sequence. */
    public long sequence() {
        return sequence;
    }

    /** Members at the moment of sending: what this message adds to ServerStats.offered. */
    public int recipients() {
        return recipients;
    }

    /** Of these, the ones already known not to get it: no room in their shard's queue. */
    public int dropped() {
        return dropped;
    }

    private void reset() {
        sequence = 0;
        recipients = 0;
        dropped = 0;
    }

    private void field(int tag) {
        switch (tag) {
            case SEQUENCE -> sequence = reader.readFixed64();
            case RECIPIENTS -> recipients = reader.readVarint32();
            case DROPPED -> dropped = reader.readVarint32();
            default -> reader.skipField(tag);
        }
    }
}
