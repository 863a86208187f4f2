package dev.outboard.codec;

import org.jspecify.annotations.Nullable;

/**
 * A value of type {@code bytes} where it lies, without a copy. Made once by whoever reads, and pointed at a value by a
 * decoder's {@code …View} accessor; valid as long as that decoder's message. One thread at a time.
 */
public sealed class BytesView permits Utf8View {
    private static final byte[] NONE = {};

    /** Where the bytes are, or null: in {@link #array}. */
    private @Nullable WireReader reader;

    private int epoch;
    private byte[] array = NONE;
    /** Memory index in the reader's region, or index in the array. */
    private int from;

    private int length;

    /** A view of nothing. */
    public BytesView() {}

    /** Points at {@code length} bytes of a reader's region. <em>Borrows</em> the reader. */
    public final void wrap(WireReader source, int sourceOffset, int bytes) {
        from = source.memoryIndex(sourceOffset, bytes);
        reader = source;
        epoch = source.epoch();
        length = bytes;
    }

    /** Points at all of an array, which must not change meanwhile. */
    public final void wrap(byte[] source) {
        reader = null;
        array = source;
        from = 0;
        length = source.length;
    }

    /** How many bytes. */
    public final int length() {
        return length;
    }

    /** The byte at {@code i}, 0 to {@link #length} - 1. */
    public final byte byteAt(int i) {
        if (i < 0 || i >= length) {
            throw outside(i);
        }
        return at(source(), i);
    }

    /** Copies all bytes; returns how many. */
    public final int copyTo(byte[] target, int targetOffset) {
        WireReader in = source();
        if (in == null) {
            System.arraycopy(array, 0, target, targetOffset, length);
        } else {
            in.getBytes(from, target, targetOffset, length);
        }
        return length;
    }

    /** A new array with all bytes. */
    public final byte[] toArray() {
        byte[] bytes = new byte[length];
        copyTo(bytes, 0);
        return bytes;
    }

    /** Whether the bytes are those of {@code other}. */
    public final boolean contentEquals(byte[] other) {
        if (other.length != length) {
            return false;
        }
        WireReader in = source();
        for (int i = 0; i < length; i++) {
            if (at(in, i) != other[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether {@code other} is a view, of the same class, of the same bytes. */
    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof BytesView view && view.getClass() == getClass() && sameBytes(view);
    }

    /** A hash of the bytes: that of {@link java.util.Arrays#hashCode(byte[])}. */
    @Override
    public final int hashCode() {
        WireReader in = source();
        int hash = 1;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + at(in, i);
        }
        return hash;
    }

    /** Says how many bytes there are; views of text give the text. Allocates. */
    @Override
    public String toString() {
        return length + " bytes";
    }

    /** Writes the bytes, without a length. */
    final void writeTo(WireWriter out) {
        WireReader in = source();
        if (in == null) {
            out.writeRaw(array, 0, length);
        } else {
            out.writeRaw(in, in.offsetOf(from), length);
        }
    }

    /** The text of UTF-8 bytes. */
    final String text() {
        WireReader in = source();
        return in == null
                ? new String(array, java.nio.charset.StandardCharsets.UTF_8)
                : in.utf8At(in.offsetOf(from), length);
    }

    /** The reader, or null for an array. */
    final @Nullable WireReader source() {
        WireReader in = reader;
        if (in != null && in.epoch() != epoch) {
            throw in.ended(epoch);
        }
        return in;
    }

    /** The byte at {@code i}, which is inside: the region was checked when the view was pointed at it. */
    final byte at(@Nullable WireReader in, int i) {
        return in == null ? array[i] : (byte) in.byteIn(from + i);
    }

    private IndexOutOfBoundsException outside(int i) {
        return new IndexOutOfBoundsException("index: " + i + " (expected: 0 to " + (length - 1) + ")");
    }

    private boolean sameBytes(BytesView other) {
        if (other.length != length) {
            return false;
        }
        WireReader mine = source();
        WireReader theirs = other.source();
        for (int i = 0; i < length; i++) {
            if (at(mine, i) != other.at(theirs, i)) {
                return false;
            }
        }
        return true;
    }
}
