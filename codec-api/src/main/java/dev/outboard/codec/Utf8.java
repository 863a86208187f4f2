package dev.outboard.codec;

/**
 * UTF-8 validation after Unicode 15, table 3-7 (well-formed byte sequences), the rule protobuf-java applies.
 *
 * <p>Eight bytes at a time while they are ASCII, then one sequence by its lead byte. The second byte's range is what
 * rules out overlong forms (E0, F0), surrogates (ED) and code points past U+10FFFF (F4).
 */
final class Utf8 {
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8() {}

    /** Offset from the region's start of the first byte of an ill-formed sequence, or -1. */
    static int firstInvalid(WireReader reader, int from, int length) {
        int end = from + length;
        int at = from;
        if (length >= 8) {
            while (end - at >= 8 && (reader.longIn(at) & HIGH_BITS) == 0) {
                at += 8;
            }
            // What is left of an ASCII text is shorter than a word, whose last bytes it is.
            if (end - at < 8 && (reader.longIn(end - 8) & HIGH_BITS) == 0) {
                return -1;
            }
        }
        return firstInvalidFrom(reader, at, end);
    }

    private static int firstInvalidFrom(WireReader reader, int from, int end) {
        int at = from;
        while (at < end) {
            if (end - at >= 8 && (reader.longIn(at) & HIGH_BITS) == 0) {
                at += 8;
            } else {
                int size = sequence(reader, at, end);
                if (size == 0) {
                    return at - reader.start;
                }
                at += size;
            }
        }
        return -1;
    }

    /** Bytes of the well-formed sequence at {@code at}, or 0. */
    private static int sequence(WireReader reader, int at, int end) {
        int lead = reader.byteIn(at);
        if (lead >= 0) {
            return 1;
        }
        int size = lead >= (byte) 0xf0 ? 4 : lead >= (byte) 0xe0 ? 3 : 2;
        if (lead < (byte) 0xc2 || lead > (byte) 0xf4 || end - at < size) {
            return 0;
        }
        int second = reader.byteIn(at + 1) & 0xff;
        if (second < lowestSecond(lead) || second > highestSecond(lead)) {
            return 0;
        }
        for (int i = 2; i < size; i++) {
            if ((reader.byteIn(at + i) & 0xc0) != 0x80) {
                return 0;
            }
        }
        return size;
    }

    private static int lowestSecond(int lead) {
        return lead == (byte) 0xe0 ? 0xa0 : lead == (byte) 0xf0 ? 0x90 : 0x80;
    }

    private static int highestSecond(int lead) {
        return lead == (byte) 0xed ? 0x9f : lead == (byte) 0xf4 ? 0x8f : 0xbf;
    }
}
