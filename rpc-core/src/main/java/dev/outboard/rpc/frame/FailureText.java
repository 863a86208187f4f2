package dev.outboard.rpc.frame;

import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.Wire;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusDetail;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The body of a RESPONSE whose status is not OK: the protobuf message
 * {@code { string text = 1; repeated google.protobuf.Any details = 2; }}; and the bare text of a GOAWAY.
 */
public final class FailureText {
    private static final int TEXT = Wire.tag(1, Wire.LENGTH_DELIMITED);
    private static final int DETAIL = Wire.tag(2, Wire.LENGTH_DELIMITED);
    private static final int TYPE_URL = Wire.tag(1, Wire.LENGTH_DELIMITED);
    private static final int VALUE = Wire.tag(2, Wire.LENGTH_DELIMITED);
    private static final Logger LOG = LoggerFactory.getLogger(FailureText.class);
    private static final int MAX_DETAILS = 16;
    private static final int MAX_DETAIL_BYTES = 2 << 10;

    private FailureText() {}

    /** Writes {@code text}, cut to 1 KiB, and the details, unless they are too long or too many. */
    public static void write(WireWriter out, String text, List<StatusDetail> details) {
        if (!text.isEmpty()) {
            byte[] utf8 = cut(text);
            out.writeTag(TEXT);
            out.writeBytes(utf8, 0, utf8.length);
        }
        if (fit(details)) {
            for (StatusDetail detail : details) {
                write(out, detail);
            }
        }
    }

    private static boolean fit(List<StatusDetail> details) {
        long bytes = 0;
        for (StatusDetail detail : details) {
            bytes += 3L * detail.typeUrl().length() + detail.value().length;
        }
        return details.size() <= MAX_DETAILS && bytes <= MAX_DETAIL_BYTES;
    }

    private static void write(WireWriter out, StatusDetail detail) {
        byte[] url = detail.typeUrl().getBytes(StandardCharsets.UTF_8);
        byte[] value = detail.value();
        out.writeTag(DETAIL);
        out.writeVarint32(fieldBytes(url.length) + fieldBytes(value.length));
        out.writeTag(TYPE_URL);
        out.writeBytes(url, 0, url.length);
        out.writeTag(VALUE);
        out.writeBytes(value, 0, value.length);
    }

    private static int fieldBytes(int length) {
        return 1 + Wire.varintSize32(length) + length;
    }

    /** Reads a failure; what is ill-formed of its body is left out, for the code matters more. */
    public static Status read(int statusWord, WireReader in) {
        String text = "";
        List<StatusDetail> details = new ArrayList<>(0);
        try {
            for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                if (tag == TEXT) {
                    int length = in.readLength();
                    text = in.utf8At(in.position(), Math.min(length, FrameRules.MAX_TEXT_BYTES));
                    in.skip(length);
                } else if (tag == DETAIL && details.size() < MAX_DETAILS) {
                    details.add(readDetail(in));
                } else {
                    in.skipField(tag);
                }
            }
        } catch (MalformedMessageException e) {
            LOG.debug("failure: ill-formed body (expected: text and details)", e);
        }
        return new Status(StatusWord.code(statusWord), StatusWord.notProcessed(statusWord), text, details);
    }

    private static StatusDetail readDetail(WireReader in) {
        int outer = in.enter();
        String url = "";
        byte[] value = {};
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == TYPE_URL) {
                int length = in.readUtf8();
                url = in.utf8At(in.position() - length, length);
            } else if (tag == VALUE) {
                value = new byte[in.readBytes()];
                in.bytesAt(in.position() - value.length, value, 0, value.length);
            } else {
                in.skipField(tag);
            }
        }
        in.leave(outer);
        return new StatusDetail(url, value);
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
