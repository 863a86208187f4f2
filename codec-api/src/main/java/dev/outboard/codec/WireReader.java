package dev.outboard.codec;

import java.nio.charset.StandardCharsets;

/**
 * Reads protobuf wire format from a region of a frame. Everything that comes from the peer is checked before it is
 * used: no read leaves the region, no length is believed before it is compared, and the only things ever allocated are
 * the {@link String}s and arrays that the caller asks for, of sizes already known to be present.
 *
 * <p>A reader <em>borrows</em> the frame and is valid inside the call that delivered it; after that every read throws
 * {@link IllegalStateException}. It belongs to one thread at a time. Offsets count bytes from the region's start.
 *
 * <p>Two ways to read: forward ({@code read…}, {@link #skipField}) for the pass that indexes a message, and absolute
 * ({@code …At}) for the fields that it found.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers, Encoding</a>
 */
public abstract class WireReader {
    private static final int SCRATCH = 4096;
    private static final byte[] NO_BYTES = new byte[0];

    /** Memory index of the region's first byte. */
    protected int start;
    /** Memory index of the next byte to read. */
    protected int index;
    /** Memory index behind the region's last byte. */
    protected int end;
    /** Whether a region is set; false makes every access fail. */
    protected boolean attached;

    private byte[] scratch = NO_BYTES;
    private int field;

    /** For codecs; users get a reader from a call. */
    protected WireReader() {}

    /** Bytes read since the region's start. */
    public final int position() {
        return index - start;
    }

    /** Moves to {@code position}, 0 to {@link #length()}. */
    public final void position(int position) {
        if (position < 0 || position > length()) {
            throw outside(position, 0);
        }
        index = start + position;
    }

    /** The region's size in bytes. */
    public final int length() {
        return end - start;
    }

    /** Bytes between {@link #position()} and the end of the region. */
    public final int remaining() {
        return end - index;
    }

    /**
     * The next tag, or 0 at the end of the region. Bits past the 32nd of its varint are dropped, as protobuf-java does.
     *
     * @throws MalformedMessageException for field number 0, or wire type 6 or 7
     */
    public final int readTag() {
        if (index >= end) {
            checkAttached();
            return 0;
        }
        int at = index;
        field = 0;
        int tag = (int) readVarint64();
        if (tag >>> 3 == 0 || (tag & 7) > Wire.FIXED32) {
            throw badTag(tag, at);
        }
        field = tag >>> 3;
        return tag;
    }

    /** A varint cut to its low 32 bits, as protobuf has it. */
    public final int readVarint32() {
        return (int) readVarint64();
    }

    /** A varint of 1 to 10 bytes. */
    public final long readVarint64() {
        if (index < end) {
            int first = byteIn(index);
            if (first >= 0) {
                index++;
                return first;
            }
        }
        return readLongVarint();
    }

    /** A {@code sint32}. */
    public final int readZigZag32() {
        return Wire.unZigZag32((int) readVarint64());
    }

    /** A {@code sint64}. */
    public final long readZigZag64() {
        return Wire.unZigZag64(readVarint64());
    }

    /** A {@code bool}: any varint other than 0 is true. */
    public final boolean readBool() {
        return readVarint64() != 0;
    }

    /** 4 bytes, little-endian. */
    public final int readFixed32() {
        int at = take(4);
        return intIn(at);
    }

    /** 8 bytes, little-endian. */
    public final long readFixed64() {
        int at = take(8);
        return longIn(at);
    }

    /** 4 bytes as an IEEE 754 number. */
    public final float readFloat() {
        return Float.intBitsToFloat(readFixed32());
    }

    /** 8 bytes as an IEEE 754 number. */
    public final double readDouble() {
        return Double.longBitsToDouble(readFixed64());
    }

    /**
     * The length of a length-delimited field; its body starts at {@link #position()} and lies inside the region. Bits past
     * the 32nd of its varint are dropped, as protobuf-java does.
     *
     * @throws MalformedMessageException where it is negative or passes the region's end
     */
    public final int readLength() {
        int at = index;
        int length = readVarint32();
        if (length < 0 || length > end - index) {
            throw badLength(length, at);
        }
        return length;
    }

    /**
     * Moves over {@code bytes} bytes, 0 to {@link #remaining()}.
     *
     * @throws MalformedMessageException where fewer are left
     */
    public final void skip(int bytes) {
        if (bytes < 0) {
            throw new IndexOutOfBoundsException("bytes: " + bytes + " (expected: >= 0)");
        }
        take(bytes);
    }

    /** Moves over the value of the field whose tag was read last; a group with all that it holds. */
    public final void skipField(int tag) {
        skipField(tag, Wire.MAX_DEPTH);
    }

    /**
     * Checks that a length-delimited field's body is well-formed UTF-8 (Unicode 15, table 3-7).
     *
     * @throws MalformedMessageException with the offset of the first byte that is not
     */
    public final void checkUtf8(int offset, int length) {
        int bad = Utf8.firstInvalid(this, at(offset, length), length);
        if (bad >= 0) {
            throw malformed(bad, "string: not UTF-8 (expected: well-formed UTF-8)");
        }
    }

    /** The byte at {@code offset}, sign-extended. */
    public final int byteAt(int offset) {
        return byteIn(at(offset, 1));
    }

    /** 4 bytes at {@code offset}, little-endian. */
    public final int fixed32At(int offset) {
        return intIn(at(offset, 4));
    }

    /** 8 bytes at {@code offset}, little-endian. */
    public final long fixed64At(int offset) {
        return longIn(at(offset, 8));
    }

    /** Copies bytes out. */
    public final void bytesAt(int offset, byte[] target, int targetOffset, int length) {
        getBytes(at(offset, length), target, targetOffset, length);
    }

    /** A new {@link String} of UTF-8 bytes; what is not UTF-8 becomes U+FFFD, so check first. */
    public final String utf8At(int offset, int length) {
        int from = at(offset, length);
        if (length <= SCRATCH) {
            if (scratch.length == 0) {
                scratch = new byte[SCRATCH];
            }
            getBytes(from, scratch, 0, length);
            return new String(scratch, 0, length, StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[length];
        getBytes(from, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** An error in the field that was being read; for decoders. */
    public final MalformedMessageException malformed(int offset, String detail) {
        return new MalformedMessageException(field, offset, detail);
    }

    /** The byte at a memory index inside the region, sign-extended. */
    protected abstract int byteIn(int index);

    /** 4 bytes, little-endian. */
    protected abstract int intIn(int index);

    /** 8 bytes, little-endian. */
    protected abstract long longIn(int index);

    /** Copies bytes out. */
    protected abstract void getBytes(int index, byte[] target, int offset, int length);

    /** The field of the last tag, for the error's text. */
    final int field() {
        return field;
    }

    private void skipField(int tag, int depth) {
        switch (tag & 7) {
            case Wire.VARINT -> readVarint64();
            case Wire.FIXED64 -> take(8);
            case Wire.LENGTH_DELIMITED -> take(readLength());
            case Wire.START_GROUP -> skipGroup(tag >>> 3, depth);
            case Wire.FIXED32 -> take(4);
            default -> throw malformed(position(), "group end: " + (tag >>> 3) + " (expected: an open group)");
        }
    }

    private void skipGroup(int number, int depth) {
        if (depth == 0) {
            throw malformed(position(), "nesting: over " + Wire.MAX_DEPTH + " (expected: at most that)");
        }
        while (true) {
            int at = position();
            int tag = readTag();
            if (tag == 0) {
                throw malformed(at, "group: cut off (expected: its end)");
            }
            if ((tag & 7) == Wire.END_GROUP) {
                if (tag >>> 3 != number) {
                    throw malformed(at, "group end: " + (tag >>> 3) + " (expected: " + number + ")");
                }
                return;
            }
            skipField(tag, depth - 1);
        }
    }

    private long readLongVarint() {
        int at = index;
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (index >= end) {
                index = at;
                checkAttached();
                throw malformed(at - start, "varint: cut off (expected: a last byte below 0x80)");
            }
            int next = byteIn(index++);
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        index = at;
        throw malformed(at - start, "varint: over 10 bytes (expected: at most 10)");
    }

    /** Memory index of the next {@code bytes} bytes, which are then behind the reader. */
    private int take(int bytes) {
        int at = index;
        if (bytes > end - at) {
            checkAttached();
            throw malformed(at - start, "value: cut off after " + (end - at) + " bytes (expected: " + bytes + ")");
        }
        index = at + bytes;
        return at;
    }

    /** Memory index of {@code length} bytes at {@code offset}, checked against the region. */
    private int at(int offset, int length) {
        if ((offset | length) < 0 || length > end - start - offset) {
            throw outside(offset, length);
        }
        return start + offset;
    }

    private MalformedMessageException badTag(int tag, int at) {
        return malformed(
                at - start,
                tag >>> 3 == 0
                        ? "field number: 0 (expected: 1 to 536870911)"
                        : "wire type: " + (tag & 7) + " (expected: 0 to 5)");
    }

    private MalformedMessageException badLength(int length, int at) {
        return malformed(at - start, "length: " + length + " (expected: 0 to " + (end - index) + ", what is left)");
    }

    private RuntimeException outside(int offset, int length) {
        checkAttached();
        return new IndexOutOfBoundsException(
                "offset: " + offset + ", length: " + length + " (expected: inside " + length() + " bytes)");
    }

    private void checkAttached() {
        if (!attached) {
            throw new IllegalStateException("reader: used after its call ended (expected: use inside the call)");
        }
    }
}
