package dev.outboard.codec;

/**
 * The bytes of a message are not valid protobuf: the peer's error, never the caller's. The text names the field, where
 * it is known, and the offset from the message's first byte, and never quotes payload. The reader that threw it stays
 * usable after it has been pointed at another region; nothing was allocated and nothing has to be released.
 */
public final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int fieldNumber;
    private final int offset;

    /**
     * @param fieldNumber the field that was being read; 0 where none is known
     * @param offset bytes from the message's first byte to the place of the error
     * @param detail what was found and what was expected, in the form {@code name: actual (expected: rule)}
     */
    public MalformedMessageException(int fieldNumber, int offset, String detail) {
        super((fieldNumber == 0 ? "" : "field " + fieldNumber + " ") + "at offset " + offset + ": " + detail);
        this.fieldNumber = fieldNumber;
        this.offset = offset;
    }

    /** The number of the field that was being read, or 0 where none is known. */
    public int fieldNumber() {
        return fieldNumber;
    }

    /** Bytes from the message's first byte to the place of the error. */
    public int offset() {
        return offset;
    }
}
