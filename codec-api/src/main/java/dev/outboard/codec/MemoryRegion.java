package dev.outboard.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A region of memory that a reader has been pointed at: its bounds, reads at offsets inside them, and the epoch that tells
 * one region from the next. Nothing here knows the wire format.
 */
abstract class MemoryRegion {
    private static final int SCRATCH = 4096;
    /** Bytes up to which a loop over words is faster than a copy: most texts are that short. */
    private static final int MOST_BY_WORD = 64;

    private static final byte[] NO_BYTES = new byte[0];
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Memory index of the region's first byte. */
    protected int start;
    /** Memory index of the next byte to read. */
    protected int index;
    /** Memory index behind the region's last byte. */
    protected int end;
    /**
     * Memory index of the last word that may be loaded: the memory goes on behind most regions, and what is loaded from
     * there is never used.
     */
    protected int lastWord = Integer.MIN_VALUE;
    /** Whether a region is set; false makes every access fail. */
    protected boolean attached;

    private byte[] scratch = NO_BYTES;
    /** Counts the regions, so that what was read from an earlier one can be told. */
    private int epoch;
    /** The thread that ended the last region, and where it did, if that is traced. */
    private @Nullable Thread endedBy;

    private @Nullable Throwable endedAt;

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
        if (length > SCRATCH) {
            byte[] bytes = new byte[length];
            getBytes(from, bytes, 0, length);
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (scratch.length == 0) {
            scratch = new byte[SCRATCH];
        }
        return copyText(from, length) ? ascii(scratch, length) : new String(scratch, 0, length, StandardCharsets.UTF_8);
    }

    /** Deprecated because it is right for Latin-1 alone; being small it is inlined, which the one with a charset is not. */
    @SuppressWarnings("deprecation")
    private static String ascii(byte[] text, int length) {
        return new String(text, 0, 0, length);
    }

    /** Copies into the scratch array; true only where all of it is ASCII, which takes the JDK no second look. */
    private boolean copyText(int from, int length) {
        if (length < 8 || length > MOST_BY_WORD) {
            getBytes(from, scratch, 0, length);
            return false;
        }
        int last = length - 8;
        long seen = 0;
        for (int i = 0; i < last; i += 8) {
            long word = longIn(from + i);
            seen |= word;
            WORDS.set(scratch, i, word);
        }
        // The last word may overlap the one before.
        long word = longIn(from + last);
        WORDS.set(scratch, last, word);
        return ((seen | word) & 0x8080_8080_8080_8080L) == 0;
    }

    /** The byte at a memory index inside the region, sign-extended. */
    protected abstract int byteIn(int index);

    /** 4 bytes, little-endian. */
    protected abstract int intIn(int index);

    /** 8 bytes, little-endian. */
    protected abstract long longIn(int index);

    /** Copies bytes out. */
    protected abstract void getBytes(int index, byte[] target, int offset, int length);

    /** Which region this is: another number after every {@code attach} and {@code detach}. */
    final int epoch() {
        return epoch;
    }

    /** Memory index of {@code length} bytes at {@code offset}, checked against the region. */
    final int at(int offset, int length) {
        if ((offset | length) < 0 || length > end - start - offset) {
            throw outside(offset, length);
        }
        return start + offset;
    }

    /** Memory index of {@code length} bytes at {@code offset}, which are inside the region. */
    final int memoryIndex(int offset, int length) {
        return at(offset, length);
    }

    /** Bytes from the region's start to a memory index. */
    final int offsetOf(int memoryIndex) {
        return memoryIndex - start;
    }

    /** Fails where {@code length} bytes at {@code offset} are not inside the region. */
    final void checkRegion(int offset, int length) {
        at(offset, length);
    }

    /** What to throw where a region that has ended is used. */
    final IllegalStateException ended(int endedEpoch) {
        Thread thread = endedBy;
        String where = epoch - endedEpoch > 1 ? (epoch - endedEpoch) + " regions ago" : "by " + thread;
        String hint = MessageDecoder.TRACED ? "" : "; -D" + MessageDecoder.CHECKS + "=trace shows where";
        return new IllegalStateException(
                "message: used after its release, " + where + " (expected: use inside the call, or a lease" + hint
                        + ")",
                epoch - endedEpoch > 1 ? null : endedAt);
    }

    private RuntimeException outside(int offset, int length) {
        checkAttached();
        return new IndexOutOfBoundsException(
                "offset: " + offset + ", length: " + length + " (expected: inside " + length() + " bytes)");
    }

    final void checkAttached() {
        if (!attached) {
            throw new IllegalStateException(
                    "reader: used after its call ended (expected: use inside the call)", endedAt);
        }
    }

    /** Another region. */
    final void nextEpoch() {
        epoch++;
    }

    /** The region ended here. */
    final void noteEnd() {
        Thread thread = Thread.currentThread();
        // A store of a reference has a price with most collectors, and it is nearly always the same thread.
        if (endedBy != thread) {
            endedBy = thread;
        }
        if (MessageDecoder.TRACED) {
            endedAt = new Throwable("the message was released here");
        }
    }
}
