package dev.outboard.codec;

/**
 * Writes protobuf wire format into a region of a frame that a transport has pointed it at. The region starts at offset
 * 0 and grows with what is written, up to what the frame may hold; past that a write throws
 * {@link FrameOverflowException} and what was written before stays.
 *
 * <p>A writer <em>borrows</em> the frame: it never releases it. It belongs to one thread at a time and is valid until
 * the call that handed it out ends. Nothing here allocates, but for strings of foreign {@link CharSequence} types whose
 * own {@code charAt} does.
 *
 * <p>Subclasses provide memory access only. Indices in the protected methods are <em>memory indices</em>: positions
 * in the slab that holds the frame, so that no addition stands between a field and its store.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers, Encoding</a>
 */
public abstract class WireWriter {
    /** Spare bytes that a varint's single 8-byte store may touch behind its own. */
    private static final int VARINT_STORE = 10;
    /** The same with a tag before it. */
    private static final int FIELD_STORE = 15;
    /** Bytes that are copied word by word rather than through an array. */
    private static final int MOST_BY_WORDS = 128;
    /** Values of a packed field that are worth one check for all of them. */
    private static final int MOST_AT_ONCE = 1 << 16;

    /** Memory index of the region's first byte. */
    protected int start;
    /** Memory index of the next byte to write. */
    protected int index;
    /** Memory index behind the last byte that may be written without growing. */
    protected int end;

    private final Utf8Encoder utf8 = new Utf8Encoder();

    /** For codecs; users get a writer from a call. */
    protected WireWriter() {}

    /** Bytes written since the region's start. */
    public final int position() {
        return index - start;
    }

    /** Drops everything written at or behind {@code position}, 0 to {@link #position()}. */
    public final void truncate(int position) {
        if (position < 0 || position > position()) {
            throw new IndexOutOfBoundsException("position: " + position + " (expected: 0 to " + position() + ")");
        }
        index = start + position;
    }

    /** Writes a tag, made by {@link Wire#tag}. */
    public final void writeTag(int tag) {
        writeVarint32(tag);
    }

    /** Writes 1 to 5 bytes; the value's bits are taken as unsigned. Use {@link #writeInt32} for signed numbers. */
    public final void writeVarint32(int value) {
        if (VARINT_STORE > end - index) {
            writeVarintNearEnd(value & 0xffff_ffffL);
        } else if ((value & ~0x7f) == 0) {
            putByte(index++, value);
        } else {
            putVarint32(value);
        }
    }

    /** Writes an {@code int32} or an enum number: negative values take 10 bytes, as the format has it. */
    public final void writeInt32(int value) {
        if (value >= 0) {
            writeVarint32(value);
        } else {
            writeVarint64(value);
        }
    }

    /** Writes 1 to 10 bytes; the value's bits are taken as unsigned. */
    public final void writeVarint64(long value) {
        if (VARINT_STORE > end - index) {
            writeVarintNearEnd(value);
        } else if ((value & ~0x7fL) == 0) {
            putByte(index++, (int) value);
        } else {
            putVarint(value);
        }
    }

    /** Writes a {@code sint32}. */
    public final void writeZigZag32(int value) {
        writeVarint32(Wire.zigZag32(value));
    }

    /** Writes a {@code sint64}. */
    public final void writeZigZag64(long value) {
        writeVarint64(Wire.zigZag64(value));
    }

    /** Writes one byte, 0 or 1. */
    public final void writeBool(boolean value) {
        ensure(1);
        putByte(index++, value ? 1 : 0);
    }

    /** Writes 4 bytes, little-endian. */
    public final void writeFixed32(int value) {
        ensure(4);
        putInt(index, value);
        index += 4;
    }

    /** Writes 8 bytes, little-endian. */
    public final void writeFixed64(long value) {
        ensure(8);
        putLong(index, value);
        index += 8;
    }

    /** Writes 4 bytes, the IEEE 754 bits as they are. */
    public final void writeFloat(float value) {
        writeFixed32(Float.floatToRawIntBits(value));
    }

    /** Writes 8 bytes, the IEEE 754 bits as they are. */
    public final void writeDouble(double value) {
        writeFixed64(Double.doubleToRawLongBits(value));
    }

    /** Writes a tag and a value as {@link #writeVarint32(int)} does. */
    public final void writeVarint32(int tag, int value) {
        writeVarint64(tag, value & 0xffff_ffffL);
    }

    /** Writes a tag and a value as {@link #writeInt32(int)} does. */
    public final void writeInt32(int tag, int value) {
        writeVarint64(tag, value);
    }

    /** Writes a tag and a value as {@link #writeVarint64(long)} does. */
    public final void writeVarint64(int tag, long value) {
        if (FIELD_STORE > end - index || (tag & ~0x7f) != 0) {
            writeOtherVarint(tag, value);
            return;
        }
        // The tag's byte and the first seven of the value in one store, the others in a second. There is one place for
        // either, for the compiler gives each the checks of the memory.
        int size;
        long first;
        if ((value & ~0x7fL) == 0) {
            size = 1;
            first = value;
        } else if (value >>> 49 == 0) {
            size = Wire.varintSize64(value);
            first = Varints.upToEight(value, size);
        } else {
            size = Wire.varintSize64(value);
            first = Varints.spread(value & -1L >>> 15) | 0x0080_8080_8080_8080L;
            int rest = (int) (value >>> 49);
            int tail = rest & 0x7f | (rest & 0x3f80) << 1 | (rest & 0x4000) << 2;
            putInt(index + 8, tail | 0x8080 >>> (10 - size << 3));
        }
        putLong(index, tag | first << 8);
        index += size + 1;
    }

    /** Near the end, or with a tag of more than a byte. */
    private void writeOtherVarint(int tag, long value) {
        writeTag(tag);
        writeVarint64(value);
    }

    /** Writes a tag and a value as {@link #writeZigZag32(int)} does. */
    public final void writeZigZag32(int tag, int value) {
        writeVarint32(tag, Wire.zigZag32(value));
    }

    /** Writes a tag and a value as {@link #writeZigZag64(long)} does. */
    public final void writeZigZag64(int tag, long value) {
        writeVarint64(tag, Wire.zigZag64(value));
    }

    /** Writes a tag and a value as {@link #writeBool(boolean)} does. */
    public final void writeBool(int tag, boolean value) {
        writeVarint64(tag, value ? 1 : 0);
    }

    /** Writes a tag and a value as {@link #writeFixed32(int)} does. */
    public final void writeFixed32(int tag, int value) {
        if (FIELD_STORE > end - index) {
            writeTag(tag);
            writeFixed32(value);
            return;
        }
        putTag(tag);
        putInt(index, value);
        index += 4;
    }

    /** Writes a tag and a value as {@link #writeFixed64(long)} does. */
    public final void writeFixed64(int tag, long value) {
        if (FIELD_STORE > end - index) {
            writeTag(tag);
            writeFixed64(value);
            return;
        }
        putTag(tag);
        putLong(index, value);
        index += 8;
    }

    /** Writes a tag and a value as {@link #writeFloat(float)} does. */
    public final void writeFloat(int tag, float value) {
        writeFixed32(tag, Float.floatToRawIntBits(value));
    }

    /** Writes a tag and a value as {@link #writeDouble(double)} does. */
    public final void writeDouble(int tag, double value) {
        writeFixed64(tag, Double.doubleToRawLongBits(value));
    }

    /**
     * Writes a length and the text as UTF-8. An unpaired surrogate becomes {@code '?'}, as in protobuf-java.
     */
    public final void writeUtf8(CharSequence text) {
        if (text instanceof String string) {
            putString(string);
        } else {
            writeChars(text);
        }
    }

    /** Writes a tag and the text as {@link #writeUtf8(CharSequence)} does. */
    public final void writeUtf8(int tag, CharSequence text) {
        if (text instanceof String string) {
            putString(tag, string);
        } else {
            writeTag(tag);
            writeChars(text);
        }
    }

    /** Writes a length and the text, through a scratch array. */
    protected final void writeChars(CharSequence text) {
        if (utf8.fits(text)) {
            int size = utf8.encode(text);
            ensure(size + Wire.varintSize32(size));
            putLength(size);
            putBytes(index, utf8.bytes(), 0, size);
            index += size;
            return;
        }
        int mark = beginMessage(text.length());
        utf8.encode(text, this);
        endMessage(mark);
    }

    /**
     * Writes a length and the text. A codec that can see into a String does it without {@link #writeChars}.
     */
    protected void putString(String text) {
        writeChars(text);
    }

    /** Writes a tag, then as {@link #putString(String)} does. */
    protected void putString(int tag, String text) {
        writeTag(tag);
        putString(text);
    }

    /** Stores the length of what follows; there must be room for it. */
    protected final void putLength(int length) {
        if (length < 0x80) {
            putByte(index++, length);
        } else {
            putVarintBytes(index, length);
            index += Wire.varintSize32(length);
        }
    }

    /** Writes a length and the bytes. */
    public final void writeBytes(byte[] source, int offset, int length) {
        writeVarint32(checkLength(length));
        writeRaw(source, offset, length);
    }

    /** Writes a length and the bytes. <em>Borrows</em> the source. */
    public final void writeBytes(BytesView source) {
        writeVarint32(source.length());
        source.writeTo(this);
    }

    /** Writes bytes as they are, without a length. */
    public final void writeRaw(byte[] source, int offset, int length) {
        ensure(checkLength(length));
        putBytes(index, source, offset, length);
        index += length;
    }

    /**
     * Writes bytes of {@code source} as they are, without a length. <em>Borrows</em> the source.
     *
     * @param offset bytes from the start of the source's region
     */
    public final void writeRaw(WireReader source, int offset, int length) {
        ensure(checkLength(length));
        if (length >= Long.BYTES && length <= MOST_BY_WORDS) {
            copyWords(source, source.memoryIndex(offset, length), length);
            return;
        }
        for (int done = 0; done < length; ) {
            done += utf8.copy(source, offset + done, length - done, this);
        }
    }

    /** Two calls of the JDK's copy cost more than a short text. The last word may overlap the one before. */
    private void copyWords(WireReader source, int from, int length) {
        int to = index;
        int last = length - Long.BYTES;
        long lastWord = source.longIn(from + last);
        for (int i = 0; i < last; i += Long.BYTES) {
            putLong(to + i, source.longIn(from + i));
        }
        putLong(to + last, lastWord);
        index = to + length;
    }

    /**
     * Writes a packed field of varints: tag, length, values; nothing where there are none. The bits of each are taken as
     * unsigned.
     */
    public final void writePackedVarint32(int tag, int[] values, int from, int count) {
        java.util.Objects.checkFromIndexSize(from, count, values.length);
        if (count == 0) {
            return;
        }
        if (count > MOST_AT_ONCE || FIELD_STORE + 5 * count + VARINT_STORE > end - index) {
            writeVarintsOneByOne(tag, values, from, count);
            return;
        }
        putTag(tag);
        int mark = openShort();
        for (int i = from; i < from + count; i++) {
            int value = values[i];
            if ((value & ~0x7f) == 0) {
                putByte(index++, value);
            } else {
                putVarint32(value);
            }
        }
        closeShort(mark);
    }

    /** As {@link #writePackedVarint32}, of up to 10 bytes each. */
    public final void writePackedVarint64(int tag, long[] values, int from, int count) {
        java.util.Objects.checkFromIndexSize(from, count, values.length);
        if (count == 0) {
            return;
        }
        if (count > MOST_AT_ONCE || FIELD_STORE + 10 * count + VARINT_STORE > end - index) {
            writeVarintsOneByOne(tag, values, from, count);
            return;
        }
        putTag(tag);
        int mark = openShort();
        for (int i = from; i < from + count; i++) {
            long value = values[i];
            if ((value & ~0x7fL) == 0) {
                putByte(index++, (int) value);
            } else {
                putVarint(value);
            }
        }
        closeShort(mark);
    }

    private void writeVarintsOneByOne(int tag, int[] values, int from, int count) {
        writeTag(tag);
        int mark = beginMessage(count * 3);
        for (int i = from; i < from + count; i++) {
            writeVarint32(values[i]);
        }
        endMessage(mark);
    }

    private void writeVarintsOneByOne(int tag, long[] values, int from, int count) {
        writeTag(tag);
        int mark = beginMessage(count * 4);
        for (int i = from; i < from + count; i++) {
            writeVarint64(values[i]);
        }
        endMessage(mark);
    }

    /** Writes a tag, and leaves room for a length as {@link #beginMessage(int)} does. */
    public final int beginMessage(int tag, int expectedLength) {
        if (FIELD_STORE > end - index) {
            writeTag(tag);
            return beginMessage(expectedLength);
        }
        putTag(tag);
        int prefix = Wire.varintSize32(expectedLength);
        index += prefix;
        return (position() << 3) | prefix;
    }

    /** As {@link #beginMessage(int)}, for a body expected to be shorter than 128 bytes. */
    public final int beginMessage() {
        return beginMessage(0);
    }

    /**
     * Leaves room for the length of a nested message or string whose size is not known yet. Where the guess turns out
     * wrong, {@link #endMessage} moves the body.
     *
     * @param expectedLength a guess at the body's bytes; only the size of its varint matters
     * @return a mark for {@link #endMessage}
     */
    public final int beginMessage(int expectedLength) {
        int prefix = Wire.varintSize32(expectedLength);
        ensure(prefix);
        index += prefix;
        // The body's position takes 29 bits at the most (no frame is larger than 512 MiB), the prefix's size three.
        return (position() << 3) | prefix;
    }

    /**
     * Closes the body that {@code mark}, of {@link #beginMessage}, opened: writes its length in canonical form.
     *
     * @return the body's bytes: a good guess for the next one of its kind
     * @throws IndexOutOfBoundsException where the body's start is not in what was written, after a truncation for example
     */
    public final int endMessage(int mark) {
        int body = start + (mark >>> 3);
        int reserved = mark & 7;
        int length = index - body;
        // Without this a wrong mark would be a write outside the frame, on a codec that uses addresses.
        if (length < 0 || body - reserved < start) {
            throw badMark(mark);
        }
        if (reserved == 1 && length < 0x80) {
            putByte(body - 1, length);
        } else {
            putLongLength(body, reserved, length);
        }
        return length;
    }

    /** Moves the body where its length takes other room than {@code reserved}. */
    private void putLongLength(int at, int reserved, int length) {
        int body = at;
        int prefix = Wire.varintSize32(length);
        if (prefix != reserved) {
            int offset = body - start;
            ensure(prefix - reserved);
            body = start + offset;
            moveBytes(body, body - reserved + prefix, length);
        }
        putVarintBytes(body - reserved, length);
        index = body - reserved + prefix + length;
    }

    /**
     * Makes room for {@code bytes} more, growing the frame where it has to: once, where the size of what is to come is
     * known, instead of step by step.
     *
     * @throws FrameOverflowException where the frame may not grow so far; it is then as it was
     */
    public final void ensure(int bytes) {
        if (bytes > end - index) {
            grow(bytes);
        }
    }

    /**
     * Makes {@code end - index >= bytes}, keeping what was written; all memory indices may change.
     *
     * @throws FrameOverflowException where the frame may not grow so far
     */
    protected abstract void grow(int bytes);

    /** Stores the low 8 bits of {@code value}. */
    protected abstract void putByte(int index, int value);

    /** Stores 4 bytes, little-endian. */
    protected abstract void putInt(int index, int value);

    /** Stores 8 bytes, little-endian. */
    protected abstract void putLong(int index, long value);

    /** Stores {@code length} bytes of {@code source}. */
    protected abstract void putBytes(int index, byte[] source, int offset, int length);

    /** Moves bytes inside the frame; the two places may overlap. */
    protected abstract void moveBytes(int from, int to, int length);

    /** Advances behind bytes that were put at the current index. */
    final void advance(int bytes) {
        index += bytes;
    }

    final int index() {
        return index;
    }

    /** Takes no more room than the value does: a message may fill its frame to the last byte. */
    private void writeVarintNearEnd(long value) {
        int size = Wire.varintSize64(value);
        ensure(size);
        putVarintBytes(index, value);
        index += size;
    }

    /** Leaves one byte for a length, without a check. */
    private int openShort() {
        return index++;
    }

    /** Closes what {@link #openShort} opened; there is room for a longer length. */
    private void closeShort(int at) {
        int length = index - at - 1;
        if (length < 0x80) {
            putByte(at, length);
        } else {
            closeLong(at, length);
        }
    }

    private void closeLong(int at, int length) {
        int prefix = Wire.varintSize32(length);
        moveBytes(at + 1, at + prefix, length);
        putVarintBytes(at, length);
        index = at + prefix + length;
    }

    private void putTag(int tag) {
        if ((tag & ~0x7f) == 0) {
            putByte(index++, tag);
        } else if ((tag & ~0x3fff) == 0) {
            putByte(index, tag | 0x80);
            putByte(index + 1, tag >>> 7);
            index += 2;
        } else {
            putVarint32(tag);
        }
    }

    /** Up to five bytes in one store. */
    private void putVarint32(int value) {
        int size = Wire.varintSize32(value);
        putLong(index, Varints.upToEight(value & 0xffff_ffffL, size));
        index += size;
    }

    private void putVarint(long value) {
        int size = Wire.varintSize64(value);
        long first;
        if (size <= 8) {
            first = Varints.upToEight(value, size);
        } else {
            first = Varints.spread(value & 0x00ff_ffff_ffff_ffffL) | 0x8080_8080_8080_8080L;
            putByte(index + 8, ((int) (value >>> 56) & 0x7f) | (size == 10 ? 0x80 : 0));
            if (size == 10) {
                putByte(index + 9, 1);
            }
        }
        putLong(index, first);
        index += size;
    }

    private void putVarintBytes(int at, long value) {
        int place = at;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            putByte(place++, (int) rest | 0x80);
            rest >>>= 7;
        }
        putByte(place, (int) rest);
    }

    private IndexOutOfBoundsException badMark(int mark) {
        return new IndexOutOfBoundsException(
                "mark: of a body at " + (mark >>> 3) + " (expected: inside the " + position() + " bytes written)");
    }

    private static int checkLength(int length) {
        if (length < 0) {
            throw new IndexOutOfBoundsException("length: " + length + " (expected: >= 0)");
        }
        return length;
    }
}
