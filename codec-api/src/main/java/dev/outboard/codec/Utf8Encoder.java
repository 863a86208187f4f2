package dev.outboard.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Encodes text through two reused heap arrays.
 *
 * <p>Array to array is the one form of the JDK's encoder that has an intrinsic ASCII loop, and it gives the exact
 * length in one pass; encoding straight into a direct buffer is an order of magnitude slower, and a {@code charAt}
 * loop inlined into a large encoder loses its compiled form on some JDKs. Text that does not begin with ASCII goes
 * through a loop of our own, which is faster there. Long text goes through in pieces, cut between code points.
 */
final class Utf8Encoder {
    private static final int CHARS = 1024;

    private final char[] chars = new char[CHARS];
    private final byte[] bytes = new byte[CHARS * 3];
    private final CharBuffer charView = CharBuffer.wrap(chars);
    private final ByteBuffer byteView = ByteBuffer.wrap(bytes);
    private final CharsetEncoder encoder = StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);

    /** Whether all of the text goes through in one piece. */
    boolean fits(CharSequence text) {
        return text.length() <= CHARS;
    }

    /** Encodes text that {@link #fits} into {@link #bytes}; returns how many there are. */
    int encode(CharSequence text) {
        int length = text.length();
        return length == 0 ? 0 : encodeChars(load(text, 0, length));
    }

    /** Where {@link #encode(CharSequence)} leaves the text. */
    byte[] bytes() {
        return bytes;
    }

    void encode(CharSequence text, WireWriter writer) {
        int length = text.length();
        for (int done = 0; done < length; ) {
            int count = load(text, done, length);
            int size = encodeChars(count);
            writer.ensure(size);
            writer.putBytes(writer.index(), bytes, 0, size);
            writer.advance(size);
            done += count;
        }
    }

    /** Copies a piece of a reader's bytes through the byte array; returns how many went. */
    int copy(WireReader source, int offset, int length, WireWriter writer) {
        int size = Math.min(length, bytes.length);
        source.bytesAt(offset, bytes, 0, size);
        writer.putBytes(writer.index(), bytes, 0, size);
        writer.advance(size);
        return size;
    }

    private int load(CharSequence text, int from, int length) {
        int count = Math.min(CHARS, length - from);
        if (text instanceof String string) {
            string.getChars(from, from + count, chars, 0);
        } else {
            for (int i = 0; i < count; i++) {
                chars[i] = text.charAt(from + i);
            }
        }
        boolean splitsPair = from + count < length && count > 1 && Character.isHighSurrogate(chars[count - 1]);
        return splitsPair ? count - 1 : count;
    }

    private int encodeChars(int count) {
        return chars[0] < 0x80 ? encodeAscii(count) : encodeOther(count);
    }

    private int encodeAscii(int count) {
        charView.limit(count).position(0);
        byteView.clear();
        encoder.reset();
        encoder.encode(charView, byteView, true);
        return byteView.position();
    }

    private int encodeOther(int count) {
        char[] from = chars;
        byte[] to = bytes;
        int at = 0;
        for (int i = 0; i < count; i++) {
            char c = from[i];
            if (c < 0x80) {
                to[at++] = (byte) c;
            } else if (c < 0x800) {
                to[at] = (byte) (0xc0 | c >>> 6);
                to[at + 1] = (byte) (0x80 | c & 0x3f);
                at += 2;
            } else if (!Character.isSurrogate(c)) {
                to[at] = (byte) (0xe0 | c >>> 12);
                to[at + 1] = (byte) (0x80 | c >>> 6 & 0x3f);
                to[at + 2] = (byte) (0x80 | c & 0x3f);
                at += 3;
            } else if (Character.isHighSurrogate(c) && i + 1 < count && Character.isLowSurrogate(from[i + 1])) {
                int code = Character.toCodePoint(c, from[++i]);
                to[at] = (byte) (0xf0 | code >>> 18);
                to[at + 1] = (byte) (0x80 | code >>> 12 & 0x3f);
                to[at + 2] = (byte) (0x80 | code >>> 6 & 0x3f);
                to[at + 3] = (byte) (0x80 | code & 0x3f);
                at += 4;
            } else {
                to[at++] = '?';
            }
        }
        return at;
    }
}
