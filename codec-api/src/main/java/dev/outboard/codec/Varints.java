package dev.outboard.codec;

/**
 * Varints as words: eight of their bytes at a time.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/#varints">Base 128 Varints</a>
 */
final class Varints {
    /** The high bit of each byte of a word; of the last byte of a varint it is 0. */
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Varints() {}

    /** The bytes of a value that takes {@code size} of them, up to 8. */
    static long upToEight(long value, int size) {
        return spread(value) | (0x0080_8080_8080_8080L >>> ((8 - size) << 3));
    }

    /** Spreads 8 groups of 7 bits over 8 bytes: halves, quarters and eighths move apart in turn. */
    static long spread(long value) {
        long x = (value & 0x0000_0000_0fff_ffffL) | ((value & 0x00ff_ffff_f000_0000L) << 4);
        x = (x & 0x0000_3fff_0000_3fffL) | ((x & 0x0fff_c000_0fff_c000L) << 2);
        return (x & 0x007f_007f_007f_007fL) | ((x & 0x3f80_3f80_3f80_3f80L) << 1);
    }

    /** Closes up 8 groups of 7 bits: pairs, fours and eights move together in turn. */
    static long gather(long word) {
        long x = (word & 0x007f_007f_007f_007fL) | ((word & 0x7f00_7f00_7f00_7f00L) >>> 1);
        x = (x & 0x0000_3fff_0000_3fffL) | ((x & 0x3fff_0000_3fff_0000L) >>> 2);
        return (x & 0x0000_0000_0fff_ffffL) | ((x & 0x0fff_ffff_0000_0000L) >>> 4);
    }

    /**
     * How many varints lie between two memory indices, by their last bytes; -1 where one of them may be too long or is cut
     * off, which takes a closer look.
     */
    static int count(WireReader reader, int from, int to) {
        int at = from;
        int count = 0;
        // As if a varint had ended in the byte before.
        long before = Long.MIN_VALUE;
        for (; at + 8 <= to; at += 8) {
            long last = ~reader.longIn(at) & HIGH_BITS;
            if (last == 0 || areFarApart(before, last)) {
                return -1;
            }
            count += Long.bitCount(last);
            before = last;
        }
        if (at == to) {
            return count == 0 || reader.byteIn(to - 1) >= 0 ? count : -1;
        }
        if (reader.byteIn(to - 1) < 0) {
            return -1;
        }
        if (to - 8 >= reader.start) {
            // The last word, without the bytes that were counted or are not of this field.
            long last = (~reader.longIn(to - 8) & HIGH_BITS) >>> (8 - (to - at) << 3);
            return areFarApart(before, last) ? -1 : count + Long.bitCount(last);
        }
        for (; at < to; at++) {
            count += reader.byteIn(at) < 0 ? 0 : 1;
        }
        return count;
    }

    /** Whether over 9 bytes lie between the last byte marked in a word and the first one marked in the next. */
    private static boolean areFarApart(long before, long next) {
        return Long.numberOfLeadingZeros(before) + Long.numberOfTrailingZeros(next) > 80;
    }
}
