package dev.outboard.codec;

/**
 * A nested message that nobody has asked for yet: the ranges that hold its parts. A singular message may come in any
 * number of parts, which count as if their bytes stood one behind the other.
 *
 * <p>One thread at a time. For generated decoders.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/#last-one-wins">Last One Wins</a>
 */
public final class NestedField {
    private final Occurrences where = new Occurrences();

    /** No parts. */
    public NestedField() {}

    /** Forgets all. */
    public void clear() {
        where.clear();
    }

    /** Notes a part that the reader has just passed, tag and all. */
    public void add(WireReader in, int tagOffset) {
        where.add(tagOffset, in.position());
    }

    /** Reads all parts into a decoder that has not begun yet. */
    public void into(MessageDecoder target, WireReader in) {
        target.begin(in);
        int position = in.position();
        in.trusted(true);
        where.rewind();
        while (where.next()) {
            in.position(where.from());
            while (in.position() < where.to()) {
                target.nested(in, in.readTag());
            }
        }
        in.trusted(false);
        in.position(position);
    }
}
