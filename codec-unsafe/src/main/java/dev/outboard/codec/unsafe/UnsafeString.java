package dev.outboard.codec.unsafe;

/**
 * The bytes inside a {@link String}, without a copy: {@code value} holds one byte a character where all of them are
 * Latin-1 ({@code coder} 0), else two in the machine's order (JEP 254). Both fields are the JDK's own business, so they
 * are tried once; where they are gone, or mean something else, {@link #READABLE} is false.
 */
final class UnsafeString {
    /** Whether Strings look as they do on the JDKs that we know. */
    static final boolean READABLE = probe();

    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private UnsafeString() {}

    /** Copies all of an ASCII text; false, with garbage behind {@code to}, where a byte is not ASCII. */
    static boolean copyAscii(byte[] value, long to) {
        int length = value.length;
        if (length >= 8) {
            long seen = 0;
            int last = length - 8;
            for (int i = 0; i < last; i += 8) {
                long word = UnsafeMemory.getLong(value, i);
                seen |= word;
                UnsafeMemory.putLong(to + i, word);
            }
            // The last word may overlap the one before.
            long word = UnsafeMemory.getLong(value, last);
            UnsafeMemory.putLong(to + last, word);
            return ((seen | word) & HIGH_BITS) == 0;
        }
        int seen = 0;
        for (int i = 0; i < length; i++) {
            byte one = value[i];
            seen |= one;
            UnsafeMemory.putByte(to + i, one);
        }
        return seen >= 0;
    }

    /** Encodes UTF-16 as UTF-8, up to three bytes a character; returns the address behind the last one. */
    static long encode(byte[] utf16, long to) {
        int chars = utf16.length >> 1;
        long at = to;
        for (int i = 0; i < chars; i++) {
            char c = UnsafeMemory.getChar(utf16, i);
            if (c < 0x80) {
                UnsafeMemory.putByte(at++, (byte) c);
            } else if (c < 0x800) {
                UnsafeMemory.putByte(at, (byte) (0xc0 | c >>> 6));
                UnsafeMemory.putByte(at + 1, (byte) (0x80 | c & 0x3f));
                at += 2;
            } else if (!Character.isSurrogate(c)) {
                UnsafeMemory.putByte(at, (byte) (0xe0 | c >>> 12));
                UnsafeMemory.putByte(at + 1, (byte) (0x80 | c >>> 6 & 0x3f));
                UnsafeMemory.putByte(at + 2, (byte) (0x80 | c & 0x3f));
                at += 3;
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < chars
                    && Character.isLowSurrogate(UnsafeMemory.getChar(utf16, i + 1))) {
                int code = Character.toCodePoint(c, UnsafeMemory.getChar(utf16, ++i));
                UnsafeMemory.putByte(at, (byte) (0xf0 | code >>> 18));
                UnsafeMemory.putByte(at + 1, (byte) (0x80 | code >>> 12 & 0x3f));
                UnsafeMemory.putByte(at + 2, (byte) (0x80 | code >>> 6 & 0x3f));
                UnsafeMemory.putByte(at + 3, (byte) (0x80 | code & 0x3f));
                at += 4;
            } else {
                UnsafeMemory.putByte(at++, (byte) '?');
            }
        }
        return at;
    }

    private static boolean probe() {
        try {
            return holds("outboard", "outboard".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), true)
                    && holds("\u00e9", new byte[] {(byte) 0xe9}, true)
                    && UnsafeMemory.stringValue("\u4e00\u0101").length == 4
                    && !UnsafeMemory.isLatin1("\u4e00\u0101")
                    && UnsafeMemory.getChar(UnsafeMemory.stringValue("\u4e00\u0101"), 1) == '\u0101';
        } catch (RuntimeException | LinkageError e) {
            // Another JDK, or -XX:-CompactStrings: strings then go through an array, as the safe codec has it.
            return false;
        }
    }

    private static boolean holds(String text, byte[] bytes, boolean latin1) {
        return java.util.Arrays.equals(UnsafeMemory.stringValue(text), bytes) && UnsafeMemory.isLatin1(text) == latin1;
    }
}
