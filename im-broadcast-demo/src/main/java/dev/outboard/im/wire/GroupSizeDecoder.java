package dev.outboard.im.wire;

import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;

/**
 * Reads a message {@code outboard.im.v1.GroupSize} where it lies. {@link #wrap} checks the whole message and notes its
 * fields in one pass; unknown fields are skipped, and of a field that occurs twice the last one counts.
 *
 * <p><em>Borrows</em> the reader, and is valid as long as that: inside the call that delivered it. One thread at a time.
 */
public final class GroupSizeDecoder {
    private static final int MEMBERS = 1 << 3 | Wire.VARINT;

    @SuppressWarnings("NullAway.Init")
    private WireReader reader;

    private int members;

    /**
     * Reads from the reader's start to its end.
     *
     * @throws dev.outboard.codec.MalformedMessageException where the bytes are no such message
     */
    public GroupSizeDecoder wrap(WireReader reader) {
        this.reader = reader;
        reset();
        reader.position(0);
        for (int tag = reader.readTag(); tag != 0; tag = reader.readTag()) {
            field(tag);
        }
        return this;
    }

    /** Members after the change. */
    public int members() {
        return members;
    }

    private void reset() {
        members = 0;
    }

    private void field(int tag) {
        switch (tag) {
            case MEMBERS -> members = reader.readVarint32();
            default -> reader.skipField(tag);
        }
    }
}
