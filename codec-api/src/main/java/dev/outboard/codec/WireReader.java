package dev.outboard.codec;

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
public abstract class WireReader extends MemoryRegion {
    /** The high bit of each byte of a word; of the last byte of a varint it is 0. */
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    /** Memory index of the last tag, -1 while one is being read. */
    private int tagIndex = -1;
    /** How many more messages and groups may open inside the present one. */
    private int depth = Wire.MAX_DEPTH;
    /** Whether the bytes were checked before, so that reading them again need not. */
    private boolean trusted;

    private long varint;
    private int varintEnd;
    private int shortLength;

    /** For codecs; users get a reader from a call. */
    protected WireReader() {}

    /**
     * The next tag, or 0 at the end of the region. Bits past the 32nd of its varint are dropped, as protobuf-java does.
     *
     * @throws MalformedMessageException for field number 0, or wire type 6 or 7
     */
    public final int readTag() {
        int at = index;
        if (at >= end) {
            checkAttached();
            return 0;
        }
        int tag = byteIn(at);
        // One byte, of a field number from 1 on, of a wire type from 0 to 5.
        if (tag > 7 && (tag & 7) <= Wire.FIXED32) {
            tagIndex = at;
            index = at + 1;
            return tag;
        }
        return readLongTag();
    }

    /**
     * Whether the next tag is {@code tag}, in its shortest form; moves behind it then. For decoders that know what comes
     * next: encoders write in the order of the field numbers. Always false for a tag of over two bytes.
     */
    public final boolean nextIs(int tag) {
        int at = index;
        if ((tag & ~0x7f) == 0) {
            if (at >= end || byteIn(at) != tag) {
                return false;
            }
            tagIndex = at;
            index = at + 1;
            return true;
        }
        return nextIsLong(tag);
    }

    /**
     * As {@link #nextIs} for a field that is a varint, which is read together with its tag; {@link #varint} then is its value.
     */
    public final boolean nextVarint(int tag) {
        int at = index;
        if (at > lastWord || (tag & ~0x7f) != 0) {
            return nextIs(tag) && takeVarint();
        }
        long word = longIn(at);
        if ((word & 0xff) != tag || at >= end) {
            return false;
        }
        tagIndex = at;
        index = at + 1;
        // The high bits of the bytes behind the tag.
        long last = ~word & (HIGH_BITS << 8);
        if (last == 0) {
            return takeVarint();
        }
        int next = at + (Long.numberOfTrailingZeros(last) + 1 >>> 3);
        if (next > end) {
            throw cutOff(at + 1);
        }
        index = next;
        varint = Varints.gather((word & (last ^ (last - 1))) >>> 8);
        return true;
    }

    /** The value that {@link #nextVarint} read last. */
    public final long varint() {
        return varint;
    }

    private boolean takeVarint() {
        varint = readVarint64();
        return true;
    }

    private boolean nextIsLong(int tag) {
        int at = index;
        if ((tag & ~0x3fff) != 0 || 2 > end - at || byteIn(at) != (byte) (tag | 0x80) || byteIn(at + 1) != tag >>> 7) {
            return false;
        }
        tagIndex = at;
        index = at + 2;
        return true;
    }

    /** Where the tag that was read last starts. */
    public final int tagOffset() {
        return tagIndex - start;
    }

    /** A varint cut to its low 32 bits, as protobuf has it. */
    public final int readVarint32() {
        return (int) readVarint64();
    }

    /** A varint of 1 to 10 bytes. */
    public final long readVarint64() {
        int at = index;
        if (at > lastWord) {
            return readVarintNearEnd(at);
        }
        long word = longIn(at);
        if ((word & 0x80) != 0) {
            return readLongVarint(at, word);
        }
        if (at >= end) {
            throw cutOff(at);
        }
        index = at + 1;
        return word & 0x7f;
    }

    /** Moves over a varint of 1 to 10 bytes. */
    public final void skipVarint() {
        int at = index;
        if (at > lastWord) {
            readVarintNearEnd(at);
            return;
        }
        long last = ~longIn(at) & HIGH_BITS;
        if (last == 0) {
            readVarint64();
            return;
        }
        int next = at + (Long.numberOfTrailingZeros(last) + 1 >>> 3);
        if (next > end) {
            throw cutOff(at);
        }
        index = next;
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
        if (at < end) {
            int length = byteIn(at);
            if (length >= 0 && length < end - at) {
                index = at + 1;
                return length;
            }
        }
        return readLongLength(at);
    }

    private int readLongLength(int at) {
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

    /**
     * Reads the length of a string, checks that its bytes are well-formed UTF-8, and moves behind them.
     *
     * @return the length in bytes; they end at {@link #position()}
     */
    public final int readUtf8() {
        int length = readLength();
        int from = index;
        if (!trusted) {
            checkUtf8At(from, length);
        }
        index = from + length;
        return length;
    }

    /**
     * Reads the length of a field of any bytes, and moves behind them.
     *
     * @return the length in bytes; they end at {@link #position()}
     */
    public final int readBytes() {
        int length = readLength();
        index += length;
        return length;
    }

    /**
     * Reads the length of a nested message and makes its end the region's, until {@link #leave}.
     *
     * @return what {@link #leave} needs
     * @throws MalformedMessageException where messages nest deeper than {@link Wire#MAX_DEPTH}
     */
    public final int enter() {
        int length = readLength();
        deepen();
        int outer = end;
        end = index + length;
        return outer;
    }

    /** Ends what {@link #enter} began. */
    public final void leave(int outer) {
        depth++;
        end = outer;
    }

    /**
     * Begins a group, whose start tag was read last.
     *
     * @throws MalformedMessageException where messages nest deeper than {@link Wire#MAX_DEPTH}
     */
    public final void enterGroup() {
        deepen();
    }

    /** Ends what {@link #enterGroup} began, behind the group's end tag. */
    public final void leaveGroup() {
        depth++;
    }

    /**
     * Whether the bytes have been checked by an earlier pass, so that nested messages may be passed over.
     */
    public final boolean isTrusted() {
        return trusted;
    }

    /**
     * Checks a packed field of varints behind its tag and moves behind it.
     *
     * @return how many values it holds
     */
    public final int readPackedVarints() {
        return packedVarints(readLength());
    }

    /**
     * Checks a packed field of values of {@code size} bytes behind its tag and moves behind it.
     *
     * @return how many values it holds
     */
    public final int readPackedFixed(int size) {
        return packedFixed(readLength(), size);
    }

    /** Moves over the value of the field whose tag was read last; a group with all that it holds. */
    public final void skipField(int tag) {
        switch (tag & 7) {
            case Wire.VARINT -> skipVarint();
            case Wire.FIXED64 -> take(8);
            case Wire.LENGTH_DELIMITED -> take(readLength());
            case Wire.START_GROUP -> skipGroup(tag >>> 3);
            case Wire.FIXED32 -> take(4);
            default -> throw groupEnd(tag >>> 3, 0);
        }
    }

    /**
     * Moves over what a group holds, behind its start tag, and over its end tag.
     *
     * @return where the end tag starts
     */
    public final int skipGroup(int fieldNumber) {
        deepen();
        while (true) {
            int tag = readTag();
            if (tag == 0) {
                throw groupCutOff();
            }
            if ((tag & 7) == Wire.END_GROUP) {
                if (tag >>> 3 != fieldNumber) {
                    throw groupEnd(tag >>> 3, fieldNumber);
                }
                depth++;
                return tagIndex - start;
            }
            skipField(tag);
        }
    }

    /**
     * For decoders: handles the tag of a field that they do not know.
     *
     * @param group number of the group that is being read, or 0
     * @return true if this was the group's end; false once the field has been passed over
     */
    public final boolean skipUnlessEnd(int tag, int group) {
        if ((tag & 7) == Wire.END_GROUP) {
            if (tag >>> 3 != group || group == 0) {
                throw groupEnd(tag >>> 3, group);
            }
            return true;
        }
        skipField(tag);
        return false;
    }

    /** For decoders: fails where a required field is missing. */
    public final void checkRequired(boolean present, int fieldNumber, String name) {
        if (!present) {
            throw new MalformedMessageException(
                    fieldNumber, length(), "required field: " + name + " is missing (expected: set)");
        }
    }

    /** For decoders: the fields have ended, which they must not inside a group without its end tag. */
    public final void checkNotInGroup(int group) {
        if (group != 0) {
            throw groupCutOff();
        }
    }

    /**
     * Checks that a length-delimited field's body is well-formed UTF-8 (Unicode 15, table 3-7).
     *
     * @throws MalformedMessageException with the offset of the first byte that is not
     */
    public final void checkUtf8(int offset, int length) {
        checkUtf8At(at(offset, length), length);
    }

    /** The varint at {@code offset}. */
    public final long varint64At(int offset) {
        int from = at(offset, 1);
        int first = byteIn(from);
        if (first >= 0) {
            return first;
        }
        int position = index;
        index = from;
        long value = readVarint64();
        index = position;
        return value;
    }

    /** An error in the field that was being read; for decoders. */
    public final MalformedMessageException malformed(int offset, String detail) {
        return new MalformedMessageException(field(), offset, detail);
    }

    /**
     * Keeps the message beyond the call that delivered it. <em>Returns owned</em>. Allocates the lease and its reader, no
     * memory for the message.
     *
     * @throws IllegalStateException after the call has ended
     */
    public final Lease retain() {
        checkAttached();
        return lease();
    }

    /** A lease of the region, which is attached. Readers of memory that has no references cannot make one. */
    protected Lease lease() {
        throw new UnsupportedOperationException("retain: of a reader without frames (expected: a codec's reader)");
    }

    /** As {@link #readPackedVarints}, behind the length. */
    final int packedVarints(int length) {
        int bodyEnd = index + length;
        int counted = Varints.count(this, index, bodyEnd);
        if (counted >= 0) {
            index = bodyEnd;
            return counted;
        }
        int count = 0;
        int outer = end;
        end = bodyEnd;
        while (index < bodyEnd) {
            readVarint64();
            count++;
        }
        end = outer;
        return count;
    }

    /** As {@link #readPackedFixed}, behind the length. */
    final int packedFixed(int length, int size) {
        if ((length & (size - 1)) != 0) {
            throw malformed(position(), "packed: " + length + " bytes (expected: a multiple of " + size + ")");
        }
        index += length;
        return length / size;
    }

    /**
     * Whether at {@code offset}, which was checked before, there is a length-delimited field with a tag and a length of one
     * byte each; {@link #shortLength} then is that length.
     */
    final boolean enterShort(int offset) {
        int at = start + offset;
        if (byteIn(at) < 0) {
            return false;
        }
        shortLength = byteIn(at + 1);
        return shortLength >= 0;
    }

    final int shortLength() {
        return shortLength;
    }

    /** The varint at {@code offset}, which was checked before; {@link #varintEnd} tells where it ends. */
    final long varintFrom(int offset) {
        int position = index;
        index = start + offset;
        long value = readVarint64();
        varintEnd = index - start;
        index = position;
        return value;
    }

    /** Where the varint ends that {@link #varintFrom} read. */
    final int varintEnd() {
        return varintEnd;
    }

    /** For codecs: the region ended, here. */
    protected final void endEpoch() {
        startEpoch();
        noteEnd();
    }

    /** For codecs: the region changed. */
    protected final void startEpoch() {
        nextEpoch();
        tagIndex = -1;
        depth = Wire.MAX_DEPTH;
        trusted = false;
    }

    /** Whether what is read next was checked before. */
    final void trusted(boolean value) {
        trusted = value;
    }

    /** Makes {@code to} the region's end, until {@link #widen} puts the outer one back, and moves to {@code from}. */
    final int narrow(int from, int to) {
        int outer = end;
        index = start + from;
        end = start + to;
        return outer;
    }

    /** Puts back what {@link #narrow} returned. */
    final void widen(int outer) {
        end = outer;
    }

    private void deepen() {
        if (depth == 0) {
            throw malformed(position(), "nesting: over " + Wire.MAX_DEPTH + " (expected: at most that)");
        }
        depth--;
    }

    private int readLongTag() {
        int at = index;
        tagIndex = -1;
        int tag = (int) readVarint64();
        if (tag >>> 3 == 0 || (tag & 7) > Wire.FIXED32) {
            if (tag >>> 3 != 0) {
                tagIndex = at;
            }
            throw badTag(tag, at);
        }
        tagIndex = at;
        return tag;
    }

    /** The field of the last tag, 0 where there was none. */
    private int field() {
        if (tagIndex < 0) {
            return 0;
        }
        int number = byteIn(tagIndex) & 0x7f;
        for (int i = 1; byteIn(tagIndex + i - 1) < 0; i++) {
            number |= (byteIn(tagIndex + i) & 0x7f) << (7 * i);
        }
        return number >>> 3;
    }

    private void checkUtf8At(int from, int length) {
        int bad = Utf8.firstInvalid(this, from, length);
        if (bad >= 0) {
            throw malformed(bad, "string: not UTF-8 (expected: well-formed UTF-8)");
        }
    }

    /** A varint of more than one byte; what lies behind the region may be in {@code word}. */
    private long readLongVarint(int at, long word) {
        // The last byte of the varint is the first without its high bit.
        long last = ~word & HIGH_BITS;
        if (last == 0) {
            return readVeryLongVarint(at, word);
        }
        int next = at + (Long.numberOfTrailingZeros(last) + 1 >>> 3);
        if (next > end) {
            throw cutOff(at);
        }
        index = next;
        return Varints.gather(word & (last ^ (last - 1)));
    }

    /** Where a word from {@code at} on may pass the memory's end, the last word of the region has all that is left. */
    private long readVarintNearEnd(int at) {
        int left = end - at;
        if (left >= 8) {
            long word = longIn(at);
            if ((word & 0x80) != 0) {
                return readLongVarint(at, word);
            }
            index = at + 1;
            return word & 0x7f;
        }
        if (left <= 0 || 8 > end - start) {
            return readVarintBytes();
        }
        long word = longIn(end - 8) >>> (64 - (left << 3));
        if ((word & 0x80) == 0) {
            index = at + 1;
            return word & 0x7f;
        }
        int bits = Long.numberOfTrailingZeros(~word & HIGH_BITS) + 1;
        if (bits > left << 3) {
            return readVarintBytes();
        }
        index = at + (bits >>> 3);
        return Varints.gather(word & (-1L >>> (64 - bits)));
    }

    /** A varint of 9 or 10 bytes, the first 8 of them in {@code word}. */
    private long readVeryLongVarint(int at, long word) {
        if (10 > end - at) {
            return readVarintBytes();
        }
        int ninth = byteIn(at + 8);
        long low = Varints.gather(word) | (long) (ninth & 0x7f) << 56;
        if (ninth >= 0) {
            index = at + 9;
            return low;
        }
        int tenth = byteIn(at + 9);
        if (tenth < 0) {
            return readVarintBytes();
        }
        index = at + 10;
        return low | (long) tenth << 63;
    }

    private long readVarintBytes() {
        int at = index;
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (index >= end) {
                index = at;
                throw cutOff(at);
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

    private MalformedMessageException cutOff(int at) {
        checkAttached();
        return malformed(at - start, "varint: cut off (expected: a last byte below 0x80)");
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

    private MalformedMessageException groupEnd(int number, int group) {
        return malformed(
                tagIndex - start,
                "group end: " + number + " (expected: " + (group == 0 ? "an open group" : String.valueOf(group)) + ")");
    }

    private MalformedMessageException groupCutOff() {
        return malformed(position(), "group: cut off (expected: its end)");
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
}
