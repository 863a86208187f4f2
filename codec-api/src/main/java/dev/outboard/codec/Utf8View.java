package dev.outboard.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * A string where it lies, as UTF-8, without a {@link String}. Equal views hold the same text, and so have the same hash:
 * a view can be looked up among views.
 *
 * <p>A view of a field whose schema does not ask for UTF-8 (proto2) may hold anything; its text has U+FFFD in the place of
 * what is not UTF-8.
 */
public final class Utf8View extends BytesView {
    /** A view of nothing. */
    public Utf8View() {}

    /** Whether every character is ASCII, so that bytes are characters. */
    public boolean isAscii() {
        WireReader in = source();
        for (int i = 0; i < length(); i++) {
            if (at(in, i) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Whether the text is {@code other}. Allocates nothing where {@code other} is a String. */
    public boolean contentEquals(CharSequence other) {
        WireReader in = source();
        int chars = other.length();
        int at = 0;
        for (int i = 0; i < chars; ) {
            int code = Character.codePointAt(other, i);
            int size = sizeOf(code);
            if (size > length() - at || !same(in, at, code, size)) {
                return false;
            }
            at += size;
            i += Character.charCount(code);
        }
        return at == length();
    }

    /**
     * Compares with an ASCII text, byte by byte: below, equal to, or above 0. The order is that of code points.
     *
     * @throws IllegalArgumentException where {@code ascii} is not
     */
    public int compareAscii(CharSequence ascii) {
        WireReader in = source();
        int shared = Math.min(length(), ascii.length());
        for (int i = 0; i < shared; i++) {
            char theirs = ascii.charAt(i);
            if (theirs > 0x7f) {
                throw new IllegalArgumentException("text: U+" + Integer.toHexString(theirs) + " (expected: ASCII)");
            }
            int difference = (at(in, i) & 0xff) - theirs;
            if (difference != 0) {
                return difference;
            }
        }
        return Integer.compare(length(), ascii.length());
    }

    /** Appends the text. Allocates nothing of its own; what is not UTF-8 becomes U+FFFD. */
    public void appendTo(Appendable target) {
        WireReader in = source();
        try {
            for (int at = 0; at < length(); ) {
                int code = codePoint(in, at);
                at += code < 0 ? 1 : sizeOf(code);
                append(target, code < 0 ? 0xfffd : code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text, in a new String. */
    @Override
    public String toString() {
        return text();
    }

    private static void append(Appendable target, int code) throws IOException {
        if (code < 0x1_0000) {
            target.append((char) code);
        } else {
            target.append(Character.highSurrogate(code)).append(Character.lowSurrogate(code));
        }
    }

    private static int sizeOf(int code) {
        return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
    }

    private boolean same(@Nullable WireReader in, int at, int code, int size) {
        if (size == 1) {
            return at(in, at) == code;
        }
        int lead = (0xf00 >> size) & 0xff;
        if ((at(in, at) & 0xff) != (lead | code >>> (6 * (size - 1)))) {
            return false;
        }
        for (int i = 1; i < size; i++) {
            if ((at(in, at + i) & 0xff) != (0x80 | ((code >>> (6 * (size - 1 - i))) & 0x3f))) {
                return false;
            }
        }
        return true;
    }

    /** The code point at {@code at}, or -1 where its bytes are ill-formed. */
    private int codePoint(@Nullable WireReader in, int at) {
        int lead = at(in, at);
        if (lead >= 0) {
            return lead;
        }
        int size = (lead & 0xe0) == 0xc0 ? 2 : (lead & 0xf0) == 0xe0 ? 3 : (lead & 0xf8) == 0xf0 ? 4 : 0;
        if (size == 0 || size > length() - at) {
            return -1;
        }
        int code = lead & (0x7f >> size);
        for (int i = 1; i < size; i++) {
            int next = at(in, at + i);
            if ((next & 0xc0) != 0x80) {
                return -1;
            }
            code = code << 6 | next & 0x3f;
        }
        boolean fits = code <= 0x10_ffff && sizeOf(code) == size && (code < 0xd800 || code > 0xdfff);
        return fits ? code : -1;
    }
}
