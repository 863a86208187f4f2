package dev.outboard.rpc.frame;

/** What every header must satisfy, whatever the connection's state. Version 1 is strict: reserved fields and flags are 0. */
public final class FrameRules {
    /** Bytes of a PING's body. */
    public static final int PING_BYTES = 8;
    /** Bytes of a CREDIT's body. */
    public static final int CREDIT_BYTES = 8;
    /** Aux16 of a DATA that says that there are no more. */
    public static final int END = 1;
    /** Flag of a REQUEST: RESPONSE is to carry the {@link ServerTimes}. */
    public static final int TIMES = 0x01;
    /** Flag of a REQUEST, RESPONSE, DATA or PART: the message goes on in a PART. */
    public static final int MORE = 0x02;
    /** Flag of a REQUEST, RESPONSE, DATA or NOTIFY: the body is compressed. */
    public static final int COMPRESSED = 0x04;
    /** The least bytes behind the header of a frame with {@link #MORE}. */
    public static final int LEAST_PART_BYTES = 1 << 10;
    /** The highest code that a CANCEL may name. */
    public static final int MAX_CODE = 0xff;
    /** The most that an unfinished handshake may send in one frame. */
    public static final int MAX_HELLO_BYTES = 4 << 10;
    /** The most that a METHOD_DEF may hold. */
    public static final int MAX_METHOD_DEF_BYTES = 4 << 10;
    /** The most text that a GOAWAY or a failed RESPONSE holds. */
    public static final int MAX_TEXT_BYTES = 1 << 10;

    private static final int ANY_EXTENSION = 0xff;

    private FrameRules() {}

    /**
     * Checks a header; the length against its limit before all else.
     *
     * @return false for a frame to be skipped
     * @throws ProtocolException for one that ends the connection
     */
    public static boolean check(long word0, long word1, int maxLength) {
        int length = FrameHeader.length(word0);
        if (length > maxLength) {
            throw tooLong(length, maxLength);
        }
        int type = FrameHeader.type(word0);
        int stream = FrameHeader.stream(word1);
        boolean good;
        int allowed = 0;
        switch (type) {
            case FrameType.REQUEST -> {
                good = FrameHeader.slot(stream) != 0;
                allowed = ANY_EXTENSION | (TIMES | MORE | COMPRESSED) << 8;
            }
            case FrameType.RESPONSE -> {
                good = FrameHeader.slot(stream) != 0;
                allowed = ANY_EXTENSION | (MORE | COMPRESSED) << 8;
            }
            case FrameType.DATA -> {
                good = isData(length, FrameHeader.aux16(word0), stream, word1);
                allowed = length == 0 ? MORE << 8 : (MORE | COMPRESSED) << 8;
            }
            case FrameType.PART -> {
                good = isCallsFrame(stream, word1) && isPartOf(FrameHeader.aux16(word0)) && length > 0;
                allowed = MORE << 8;
            }
            case FrameType.CANCEL ->
                good = isCallsFrame(stream, word1)
                        && length <= MAX_TEXT_BYTES
                        && FrameHeader.aux16(word0) != 0
                        && FrameHeader.aux16(word0) <= MAX_CODE;
            case FrameType.CREDIT ->
                good = isCallsFrame(stream, word1) && FrameHeader.aux16(word0) == 0 && length == CREDIT_BYTES;
            case FrameType.CONNECTION_CREDIT ->
                good = word1 == 0 && FrameHeader.aux16(word0) == 0 && length == CREDIT_BYTES;
            case FrameType.NOTIFY -> {
                good = word1 == 0;
                allowed = ANY_EXTENSION | COMPRESSED << 8;
            }
            case FrameType.METHOD_DEF -> good = word1 == 0 && length <= MAX_METHOD_DEF_BYTES;
            case FrameType.PING, FrameType.PONG ->
                good = word1 == 0 && FrameHeader.aux16(word0) == 0 && length == PING_BYTES;
            case FrameType.HELLO, FrameType.HELLO_ACK ->
                good = word1 == 0 && FrameHeader.aux16(word0) == 0 && length <= MAX_HELLO_BYTES;
            case FrameType.GOAWAY -> good = word1 == 0 && length <= MAX_TEXT_BYTES;
            default -> {
                if ((type & FrameType.SKIP_BIT) == 0) {
                    throw unknown(type);
                }
                return false;
            }
        }
        int used = FrameHeader.flagsAndExtension(word0);
        boolean tooShort = (used & MORE << 8) != 0 && length < LEAST_PART_BYTES;
        if (!good || (used & ~allowed) != 0 || tooShort) {
            throw bad(word0, word1);
        }
        return true;
    }

    private static boolean isCallsFrame(int stream, long word1) {
        return FrameHeader.slot(stream) != 0 && FrameHeader.aux32(word1) == 0;
    }

    private static boolean isData(int length, int aux16, int stream, long word1) {
        return isCallsFrame(stream, word1) && (aux16 == 0 || aux16 == END && length == 0);
    }

    private static boolean isPartOf(int type) {
        return type == FrameType.REQUEST || type == FrameType.RESPONSE || type == FrameType.DATA;
    }

    private static ProtocolException tooLong(int length, int maxLength) {
        return new ProtocolException(
                Fault.FRAME_TOO_LONG, "length: " + length + " (expected: at most " + maxLength + ")");
    }

    private static ProtocolException unknown(int type) {
        return new ProtocolException(
                Fault.UNKNOWN_FRAME, "type: " + FrameType.name(type) + " (expected: a known one, or its bit 7 set)");
    }

    private static ProtocolException bad(long word0, long word1) {
        return new ProtocolException(
                Fault.BAD_FRAME,
                String.format(
                        "header: %016x %016x (expected: the rules of %s)",
                        word0, word1, FrameType.name(FrameHeader.type(word0))));
    }
}
