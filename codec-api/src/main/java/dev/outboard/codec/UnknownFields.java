package dev.outboard.codec;

/**
 * The fields of a message that its schema does not know, where they lie and in the order in which they came. Values of
 * closed enums that the schema does not name belong to them.
 *
 * <p>One thread at a time. For generated decoders.
 *
 * @see <a href="https://protobuf.dev/programming-guides/proto3/#unknowns">Unknown Fields</a>
 */
public final class UnknownFields {
    private final Occurrences fields = new Occurrences();

    UnknownFields() {}

    /** Whether there are none. */
    public boolean isEmpty() {
        return fields.isEmpty();
    }

    /** Notes the field whose tag starts at {@code tagOffset}; the reader is behind it. */
    public void add(WireReader in, int tagOffset) {
        fields.add(tagOffset, in.position());
    }

    void clear() {
        fields.clear();
    }

    /** Writes all of them, as they came. */
    void copyTo(WireReader in, WireWriter out) {
        fields.rewind();
        while (fields.next()) {
            out.writeRaw(in, fields.from(), fields.to() - fields.from());
        }
    }
}
