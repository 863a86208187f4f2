package dev.outboard.im.wire;

import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;

/**
 * Reads a message {@code outboard.im.v1.SignedIn} where it lies. {@link #wrap} checks the whole message and notes its
 * fields in one pass; unknown fields are skipped, and of a field that occurs twice the last one counts.
 *
 * <p><em>Borrows</em> the reader, and is valid as long as that: inside the call that delivered it. One thread at a time.
 */
public final class SignedInDecoder {
    private static final int RETURNING = 1 << 3 | Wire.VARINT;
    private static final int GROUPS = 2 << 3 | Wire.VARINT;

    @SuppressWarnings("NullAway.Init")
    private WireReader reader;

    private boolean returning;
    private int groups;

    /**
     * Reads from the reader's start to its end.
     *
     * @throws dev.outboard.codec.MalformedMessageException where the bytes are no such message
     */
    public SignedInDecoder wrap(WireReader reader) {
        this.reader = reader;
        reset();
        reader.position(0);
        for (int tag = reader.readTag(); tag != 0; tag = reader.readTag()) {
            field(tag);
        }
        return this;
    }

    /** Whether the server knew the user, from an earlier connection whose memberships still stand. */
    public boolean returning() {
        return returning;
    }

    /** Groups that the user is a member of. */
    public int groups() {
        return groups;
    }

    private void reset() {
        returning = false;
        groups = 0;
    }

    private void field(int tag) {
        switch (tag) {
            case RETURNING -> returning = reader.readBool();
            case GROUPS -> groups = reader.readVarint32();
            default -> reader.skipField(tag);
        }
    }
}
