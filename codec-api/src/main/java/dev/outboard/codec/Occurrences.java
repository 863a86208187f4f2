package dev.outboard.codec;

import java.util.Arrays;

/**
 * Where a field occurs: ranges of a message's bytes, tags included, in ascending order. Neighbours are one range, so that
 * the usual field, all of whose values follow each other, takes no memory beyond this object. Others take a memo of two
 * varints a range, distance and length, which cannot be longer than the bytes that they stand for: a hostile message
 * gets no more memory than it has sent. The memo is kept for the next message, up to 64 KiB.
 *
 * <p>One thread at a time. For generated decoders.
 */
final class Occurrences {
    private static final byte[] NONE = {};
    private static final int KEPT = 64 * 1024;
    private static final int NOWHERE = -1;

    private int ranges;
    private int firstFrom;
    /** Known once there is a second range. */
    private int firstTo;
    // The range that may still grow; the first one where there is only one.
    private int openFrom;
    private int openTo = NOWHERE;
    /** Where the last range before the open one ends. */
    private int closedTo;

    private byte[] memo = NONE;
    private int memoEnd;

    // The cursor.
    private int cursor = -1;
    private int cursorMemo;
    private int from;
    private int to;

    /** Forgets all. */
    void clear() {
        if (ranges == 0) {
            return;
        }
        ranges = 0;
        openTo = NOWHERE;
        memoEnd = 0;
        cursor = -1;
        if (memo.length > KEPT) {
            memo = NONE;
        }
    }

    boolean isEmpty() {
        return ranges == 0;
    }

    /** Notes a range, at or behind the end of the one before. */
    void add(int rangeFrom, int rangeTo) {
        if (rangeFrom != openTo) {
            addRange(rangeFrom);
        }
        openTo = rangeTo;
    }

    private void addRange(int rangeFrom) {
        if (ranges == 1) {
            firstTo = openTo;
        } else if (ranges > 1) {
            write(openFrom - closedTo);
            write(openTo - openFrom);
        }
        if (ranges == 0) {
            firstFrom = rangeFrom;
        }
        closedTo = openTo;
        openFrom = rangeFrom;
        ranges++;
    }

    /** Begins again, before the first range. */
    void rewind() {
        cursor = -1;
    }

    /** Moves to the next range; false where there is none. */
    boolean next() {
        if (cursor + 1 >= ranges) {
            return false;
        }
        cursor++;
        if (cursor == 0) {
            from = firstFrom;
            to = ranges == 1 ? openTo : firstTo;
            cursorMemo = 0;
        } else if (cursor == ranges - 1) {
            from = openFrom;
            to = openTo;
        } else {
            from = to + read();
            to = from + read();
        }
        return true;
    }

    /** Where the present range starts. */
    int from() {
        return from;
    }

    /** Where the present range ends. */
    int to() {
        return to;
    }

    /** Bytes of the memo, for tests. */
    int memoBytes() {
        return memo.length;
    }

    private void write(int value) {
        if (memo.length - memoEnd < 5) {
            memo = Arrays.copyOf(memo, Math.max(64, memo.length * 2));
        }
        int rest = value;
        while ((rest & ~0x7f) != 0) {
            memo[memoEnd++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        memo[memoEnd++] = (byte) rest;
    }

    private int read() {
        int value = 0;
        for (int shift = 0; ; shift += 7) {
            int next = memo[cursorMemo++];
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
