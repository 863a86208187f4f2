package dev.outboard.rpc.frame;

import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The body of a RESPONSE whose status is not OK: the protobuf message {@code { string text = 1; }}, so that details can
 * be added beside the text; and the bare text of a GOAWAY.
 */
public final class FailureText {
    private static final int TEXT = Wire.tag(1, Wire.LENGTH_DELIMITED);

    private FailureText() {}

    /** Writes {@code text}, cut to 1 KiB. */
    public static void write(WireWriter out, String text) {
        if (!text.isEmpty()) {
            byte[] utf8 = cut(text);
            out.writeTag(TEXT);
            out.writeBytes(utf8, 0, utf8.length);
        }
    }

    /** Reads a text; an ill-formed body gives an empty one, for the status matters more than its text. */
    public static String read(WireReader in) {
        String text = "";
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == TEXT) {
                    int length = in.readLength();
                    text = in.utf8At(in.position(), Math.min(length, FrameRules.MAX_TEXT_BYTES));
                    in.skip(length);
                } else {
                    in.skipField(tag);
                }
            }
            return text;
        } catch (MalformedMessageException e) {
            return text;
        }
    }

    /** The UTF-8 of {@code text}, at most 1 KiB of it, cut between code points. */
    public static byte[] cut(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length <= FrameRules.MAX_TEXT_BYTES) {
            return utf8;
        }
        int end = FrameRules.MAX_TEXT_BYTES;
        // 10xxxxxx continues a code point.
        while ((utf8[end] & 0xc0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(utf8, end);
    }

    /** A peer's text made fit for a log: printable ASCII, the rest as '?', at most 120 characters. */
    public static String forLog(byte[] utf8) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < Math.min(utf8.length, 120); i++) {
            safe.append(utf8[i] >= ' ' && utf8[i] < 0x7f ? (char) utf8[i] : '?');
        }
        return safe.toString();
    }
}
