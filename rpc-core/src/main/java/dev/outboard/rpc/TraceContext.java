package dev.outboard.rpc;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Which trace a call belongs to: the fields of a {@code traceparent} (W3C Trace Context, level 1, section 3.2). The vendors'
 * {@code tracestate} travels as {@link Metadata} of that name.
 *
 * @param traceIdHigh upper half of the trace's id
 * @param traceIdLow lower half; not both are 0
 * @param parentId the caller's span; not 0
 * @param flags bit 0: sampled; 0 to 255
 */
public record TraceContext(long traceIdHigh, long traceIdLow, long parentId, int flags) {
    private static final int TEXT_LENGTH = 55;

    /** Checks what the parameters' rules say. */
    public TraceContext {
        if ((traceIdHigh | traceIdLow) == 0 || parentId == 0 || flags < 0 || flags > 0xff) {
            throw new IllegalArgumentException("trace context: " + text(traceIdHigh, traceIdLow, parentId, flags)
                    + " (expected: ids that are not 0, flags 0 to 255)");
        }
    }

    /**
     * Reads a {@code traceparent}; null where it is none, for a trace that cannot be read begins anew (section 3.2.2.3). A
     * version above 00 may have more behind the flags.
     */
    public static @Nullable TraceContext parse(String traceparent) {
        boolean longEnough = traceparent.length() == TEXT_LENGTH
                || traceparent.length() > TEXT_LENGTH
                        && !traceparent.startsWith("00")
                        && traceparent.charAt(TEXT_LENGTH) == '-';
        if (!longEnough || traceparent.startsWith("ff") || !isHex(traceparent)) {
            return null;
        }
        try {
            return new TraceContext(
                    HexFormat.fromHexDigitsToLong(traceparent, 3, 19),
                    HexFormat.fromHexDigitsToLong(traceparent, 19, 35),
                    HexFormat.fromHexDigitsToLong(traceparent, 36, 52),
                    HexFormat.fromHexDigits(traceparent, 53, 55));
        } catch (IllegalArgumentException e) {
            return null; // an id of zeros
        }
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < TEXT_LENGTH; i++) {
            char c = text.charAt(i);
            boolean good = i == 2 || i == 35 || i == 52 ? c == '-' : c >= '0' && c <= '9' || c >= 'a' && c <= 'f';
            if (!good) {
                return false;
            }
        }
        return true;
    }

    /** Whether the caller may have recorded it. */
    public boolean sampled() {
        return (flags & 1) != 0;
    }

    /** The {@code traceparent}, of version 00. */
    public String toTraceparent() {
        return text(traceIdHigh, traceIdLow, parentId, flags);
    }

    private static String text(long high, long low, long parent, int flags) {
        HexFormat hex = HexFormat.of();
        return "00-" + hex.toHexDigits(high) + hex.toHexDigits(low) + '-' + hex.toHexDigits(parent) + '-'
                + hex.toHexDigits((byte) flags);
    }
}
