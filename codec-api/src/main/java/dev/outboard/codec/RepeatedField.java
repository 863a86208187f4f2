package dev.outboard.codec;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The values of a repeated field, read where they lie. A parser takes the packed and the unpacked form, in any mixture
 * and number of occurrences; this class notes the ranges that hold the field and walks them with a cursor. Reading in
 * order costs one visit of each byte, whatever the form; so does reading the same index again. A step backwards begins
 * at the front, except inside a packed field of fixed-size values, where every index costs the same.
 *
 * <p>One thread at a time. For generated decoders.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/#packed">Packed Repeated Fields</a>
 */
public final class RepeatedField {
    /** An end of range that has not been asked for yet. */
    private static final int UNKNOWN = -1;

    private final Occurrences where = new Occurrences();
    private final int wireType;
    private final int size;
    private final @Nullable IntPredicate known;

    private int count;

    // The cursor: the value that was read last.
    private int index = -1;
    private int offset;
    private int length;
    private long value;
    /** Behind that value. */
    private int next;
    /** End of the range, and of the packed body in it, 0 outside of one. */
    private int rangeEnd;

    private int bodyEnd;
    // The packed body that comes first of all, if it does: most fields have no other.
    private int firstBody;
    private int firstBodyEnd;
    /** Number of the field, by its last tag. */
    private int group;
    /** Whether there are numbers without a name. */
    private boolean foreign;
    /** The element that its decoder shows. */
    private int loaded = -1;

    /** @param wireType of the unpacked form */
    public RepeatedField(int wireType) {
        this(wireType, null);
    }

    /**
     * A closed enum.
     *
     * @param known tells the numbers that have a name
     */
    public RepeatedField(IntPredicate known) {
        this(Wire.VARINT, known);
    }

    private RepeatedField(int wireType, @Nullable IntPredicate known) {
        this.wireType = wireType;
        this.size = wireType == Wire.FIXED64 ? 8 : wireType == Wire.FIXED32 ? 4 : 0;
        this.known = known;
    }

    /** Whether the decoder of the elements shows the one at {@code i}; if not, it is going to. */
    boolean isLoaded(int i) {
        boolean was = loaded == i;
        loaded = i;
        return was;
    }

    /** Notes that the decoder of the elements shows the first one already. */
    public void loadedFirst() {
        loaded = 0;
    }

    /** How many values there are. */
    public int count() {
        return count;
    }

    /** Forgets all. */
    public void clear() {
        if (count == 0 && where.isEmpty()) {
            return;
        }
        where.clear();
        count = 0;
        foreign = false;
        loaded = -1;
        firstBodyEnd = 0;
        rewind();
    }

    /** Notes a value that the reader has just passed, tag and all. */
    public void add(WireReader in, int tagOffset) {
        where.add(tagOffset, in.position());
        count++;
    }

    /** Passes over a value of a number field behind its tag, and notes it. */
    public void addValue(WireReader in) {
        int tagOffset = in.tagOffset();
        switch (wireType) {
            case Wire.FIXED64 -> in.skip(8);
            case Wire.FIXED32 -> in.skip(4);
            default -> in.readVarint64();
        }
        add(in, tagOffset);
    }

    /** Passes over a packed field behind its tag, and notes its values. */
    public void addPacked(WireReader in) {
        int tagOffset = in.tagOffset();
        int bodyLength = in.readLength();
        int values = size == 0 ? in.packedVarints(bodyLength) : in.packedFixed(bodyLength, size);
        if (where.isEmpty()) {
            firstBodyEnd = in.position();
            firstBody = firstBodyEnd - bodyLength;
            rewind();
        }
        count += values;
        where.add(tagOffset, in.position());
    }

    /** As {@link #addValue}, for a closed enum; a number without a name is left to {@link #copyForeign}. */
    public void addEnum(WireReader in) {
        int tagOffset = in.tagOffset();
        if (isKnown(in.readVarint64())) {
            count++;
        } else {
            foreign = true;
        }
        where.add(tagOffset, in.position());
    }

    /** As {@link #addPacked}, for a closed enum; numbers without a name are left to {@link #copyForeign}. */
    public void addPackedEnum(WireReader in) {
        int tagOffset = in.tagOffset();
        int end = in.readLength() + in.position();
        int outer = in.narrow(in.position(), end);
        while (in.remaining() > 0) {
            if (isKnown(in.readVarint64())) {
                count++;
            } else {
                foreign = true;
            }
        }
        in.widen(outer);
        where.add(tagOffset, end);
    }

    /**
     * Writes the numbers without a name, one field each, in their order: such a number is an unknown field, but in a packed
     * body it has no tag of its own.
     */
    public void copyForeign(WireReader in, WireWriter out) {
        if (!foreign) {
            return;
        }
        int position = in.position();
        where.rewind();
        while (where.next()) {
            in.position(where.from());
            while (in.position() < where.to()) {
                copyForeign(in, out, in.readTag());
            }
        }
        in.position(position);
        rewind();
    }

    private void copyForeign(WireReader in, WireWriter out, int tag) {
        boolean packed = (tag & 7) == Wire.LENGTH_DELIMITED;
        int end = packed ? in.readLength() + in.position() : in.position() + 1;
        while (in.position() < end) {
            long number = in.readVarint64();
            if (!isKnown(number)) {
                out.writeTag(Wire.tag(Wire.fieldNumber(tag), Wire.VARINT));
                out.writeVarint64(number);
            }
        }
    }

    /** The value at {@code i} of a varint field, 0 to {@link #count} - 1. */
    public long varint(WireReader in, int i) {
        if (i == index + 1 && next < bodyEnd && known == null) {
            index = i;
            offset = next;
            value = in.varintFrom(next);
            next = in.varintEnd();
            return value;
        }
        seek(in, i);
        return value;
    }

    /** The value at {@code i} of a field of 8 bytes, 0 to {@link #count} - 1. */
    public long fixed64(WireReader in, int i) {
        return in.fixed64At(seek(in, i));
    }

    /** The value at {@code i} of a field of 4 bytes, 0 to {@link #count} - 1. */
    public int fixed32(WireReader in, int i) {
        return in.fixed32At(seek(in, i));
    }

    /** Bytes of the value that {@link #seek} found: a string's, a message's. */
    public int length() {
        return length;
    }

    /** Moves to the value at {@code i} and returns where it starts, without tag and length. */
    public int seek(WireReader in, int i) {
        if (i == index) {
            return offset;
        }
        if (i < 0 || i >= count) {
            throw new IndexOutOfBoundsException("index: " + i + " (expected: 0 to " + (count - 1) + ")");
        }
        if (size != 0 && bodyEnd != 0 && i - index <= (bodyEnd - next) / size && i >= index) {
            offset += (i - index) * size;
            next = offset + size;
            index = i;
            return offset;
        }
        if (i == index + 1 && wireType == Wire.LENGTH_DELIMITED) {
            if (next == rangeEnd) {
                nextRange();
            }
            if (in.enterShort(next)) {
                index = i;
                length = in.shortLength();
                offset = next + 2;
                next = offset + length;
                return offset;
            }
        }
        if (i < index) {
            rewind();
        }
        int position = in.position();
        while (index < i) {
            advance(in);
        }
        in.position(position);
        return offset;
    }

    private void rewind() {
        index = -1;
        bodyEnd = firstBodyEnd;
        if (firstBodyEnd == 0) {
            where.rewind();
            next = 0;
            rangeEnd = 0;
        } else {
            next = firstBody;
            offset = firstBody - size;
            rangeEnd = UNKNOWN;
        }
    }

    /** Moves one value on; the pass that counted them has seen that there is one. */
    private void advance(WireReader in) {
        while (true) {
            if (next < bodyEnd) {
                in.position(next);
            } else if (!enterNext(in)) {
                continue;
            }
            readValue(in);
            next = in.position();
            if (known == null || isKnown(value)) {
                index++;
                return;
            }
        }
    }

    /** Reads the next tag, and the length of a packed body; false where that is empty. */
    private boolean enterNext(WireReader in) {
        if (rangeEnd == UNKNOWN) {
            where.rewind();
            where.next();
            rangeEnd = where.to();
        }
        if (next == rangeEnd) {
            nextRange();
        }
        in.position(next);
        int tag = in.readTag();
        group = Wire.fieldNumber(tag);
        bodyEnd = 0;
        if ((tag & 7) != Wire.LENGTH_DELIMITED || wireType == Wire.LENGTH_DELIMITED) {
            return true;
        }
        int body = in.readLength();
        next = in.position();
        if (body == 0) {
            return false;
        }
        bodyEnd = next + body;
        return true;
    }

    private void nextRange() {
        boolean more = where.next();
        assert more;
        next = where.from();
        rangeEnd = where.to();
    }

    private void readValue(WireReader in) {
        switch (wireType) {
            case Wire.FIXED64 -> {
                offset = in.position();
                in.skip(8);
            }
            case Wire.FIXED32 -> {
                offset = in.position();
                in.skip(4);
            }
            case Wire.LENGTH_DELIMITED -> {
                length = in.readBytes();
                offset = in.position() - length;
            }
            case Wire.START_GROUP -> {
                offset = in.position();
                length = in.skipGroup(group) - offset;
            }
            default -> {
                offset = in.position();
                value = in.readVarint64();
            }
        }
    }

    private boolean isKnown(long number) {
        return known == null || known.test((int) number);
    }
}
