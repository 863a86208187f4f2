package dev.outboard.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Encodes text into a writer through two reused heap arrays.
 *
 * <p>Array to array is the one form of the JDK's encoder that has an intrinsic ASCII loop, and it gives the exact
 * length in one pass; encoding straight into a direct buffer is an order of magnitude slower, and a {@code charAt}
 * loop inlined into a large encoder loses its compiled form on some JDKs. Long text goes through in pieces, cut
 * between code points.
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
        charView.limit(count).position(0);
        byteView.clear();
        encoder.reset();
        encoder.encode(charView, byteView, true);
        encoder.flush(byteView);
        return byteView.position();
    }
}
