package dev.outboard.im.wire;

import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;

/**
 * Reads a message {@code outboard.im.v1.SignIn} where it lies. {@link #wrap} checks the whole message and notes its
 * fields in one pass; unknown fields are skipped, and of a field that occurs twice the last one counts.
 *
 * <p><em>Borrows</em> the reader, and is valid as long as that: inside the call that delivered it. One thread at a time.
 */
public final class SignInDecoder {
    private static final int USER_ID = 1 << 3 | Wire.FIXED64;
    private static final int NAME = 2 << 3 | Wire.LENGTH_DELIMITED;

    @SuppressWarnings("NullAway.Init")
    private WireReader reader;

    private long userId;
    private int nameOffset;
    private int nameLength;

    /**
     * Reads from the reader's start to its end.
     *
     * @throws dev.outboard.codec.MalformedMessageException where the bytes are no such message
     */
    public SignInDecoder wrap(WireReader reader) {
        this.reader = reader;
        reset();
        reader.position(0);
        for (int tag = reader.readTag(); tag != 0; tag = reader.readTag()) {
            field(tag);
        }
        return this;
    }

    /** Field 1, user_id. */
    public long userId() {
        return userId;
    }

    /** Shown to others; at most 64 characters. Allocates. */
    public String name() {
        return reader.utf8At(nameOffset, nameLength);
    }

    /** Copies {@link #nameLength} bytes of UTF-8. */
    public void name(byte[] target, int targetOffset) {
        reader.bytesAt(nameOffset, target, targetOffset, nameLength);
    }

    /** Where the text's UTF-8 starts, in bytes from the message's first. */
    public int nameOffset() {
        return nameOffset;
    }

    /** Bytes of the text's UTF-8. */
    public int nameLength() {
        return nameLength;
    }

    private void reset() {
        userId = 0;
        nameOffset = 0;
        nameLength = 0;
    }

    private void field(int tag) {
        switch (tag) {
            case USER_ID -> userId = reader.readFixed64();
            case NAME -> {
                nameLength = reader.readLength();
                nameOffset = reader.position();
                reader.checkUtf8(nameOffset, nameLength);
                reader.skip(nameLength);
            }
            default -> reader.skipField(tag);
        }
    }
}
