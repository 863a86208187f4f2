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

    /**
     * Offset from the region's start of the first byte of an ill-formed sequence, or -1.
     *
     * <p>All in one method on purpose, too large to be inlined: a decoder has a call of it for every string field, and
     * copies of these loops there crowd out what is worth inlining.
     */
    static int firstInvalid(WireReader reader, int from, int length) {
        int end = from + length;
        int at = from;
        for (; end - at >= 32; at += 32) {
            long some = reader.longIn(at) | reader.longIn(at + 8) | reader.longIn(at + 16) | reader.longIn(at + 24);
            if ((some & HIGH_BITS) != 0) {
                break;
            }
        }
        for (; end - at >= 8 && (reader.longIn(at) & HIGH_BITS) == 0; at += 8) {}
        if (end - at < 8) {
            // What is left of an ASCII text is shorter than a word: the last bytes of one, or the first.
            if (length >= 8) {
                if ((reader.longIn(end - 8) & HIGH_BITS) == 0) {
                    return -1;
                }
            } else if (at <= reader.lastWord) {
                if (length == 0 || (reader.longIn(at) & (HIGH_BITS >>> (64 - (length << 3)))) == 0) {
                    return -1;
                }
            }
        }
        while (at < end) {
            int lead = reader.byteIn(at);
            if (lead >= 0) {
                at += end - at >= 8 && (reader.longIn(at) & HIGH_BITS) == 0 ? 8 : 1;
            } else if (lead < (byte) 0xe0) {
                // Two bytes; C0 and C1 would be overlong.
                if (lead < (byte) 0xc2 || end - at < 2 || reader.byteIn(at + 1) >= (byte) 0xc0) {
                    return at - reader.start;
                }
                at += 2;
            } else if (lead < (byte) 0xf0) {
                if (end - at < 3) {
                    return at - reader.start;
                }
                int second = reader.byteIn(at + 1);
                if (second >= (byte) 0xc0
                        || lead == (byte) 0xe0 && second < (byte) 0xa0
                        || lead == (byte) 0xed && second >= (byte) 0xa0
                        || reader.byteIn(at + 2) >= (byte) 0xc0) {
                    return at - reader.start;
                }
                at += 3;
            } else {
                if (lead > (byte) 0xf4 || end - at < 4) {
                    return at - reader.start;
                }
                int second = reader.byteIn(at + 1);
                if (second >= (byte) 0xc0
                        || lead == (byte) 0xf0 && second < (byte) 0x90
                        || lead == (byte) 0xf4 && second >= (byte) 0x90
                        || reader.byteIn(at + 2) >= (byte) 0xc0
                        || reader.byteIn(at + 3) >= (byte) 0xc0) {
                    return at - reader.start;
                }
                at += 4;
            }
        }
        return -1;
    }
}
