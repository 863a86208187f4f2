package dev.outboard.rpc.frame;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of itself.
 *
 * @param minVersion the lowest version that it speaks
 * @param maxVersion the highest
 * @param features bits that it offers; none is defined in version 1
 * @param maxFrameBytes the longest body that it takes
 * @param maxMessageBytes the longest message that it takes, however many frames it comes in
 * @param windows what it takes of streams
 * @param token who it is, for the server's authenticator; may be empty; not to be changed
 * @param compressions what it takes beside messages as they are: bit 0 for algorithm 1, and so on
 */
public record Hello(
        int minVersion,
        int maxVersion,
        long features,
        int maxFrameBytes,
        int maxMessageBytes,
        Windows windows,
        byte[] token,
        int compressions) {
    /** The version of this document. */
    public static final int VERSION = 1;
    /** The feature bits that this end knows. */
    public static final long FEATURES = 0;
    /** The least that an end must take in a frame. */
    public static final int LEAST_MAX_FRAME = 4 << 10;

    static final int ID_MIN_VERSION = 1;
    static final int ID_MAX_VERSION = 2;
    static final int ID_FEATURES = 3;
    static final int ID_MAX_FRAME = 4;
    static final int ID_COMPRESSIONS = 9;
    static final int ID_TOKEN = 16;
    static final int ID_MAX_MESSAGE = 17;

    /** The longest token. */
    public static final int MAX_TOKEN_BYTES = 2 << 10;

    /** Of a client that does not say who it is, and takes no message longer than a frame. */
    public Hello(int minVersion, int maxVersion, long features, int maxFrameBytes, Windows windows) {
        this(minVersion, maxVersion, features, maxFrameBytes, maxFrameBytes, windows, new byte[0], 0);
    }

    /** This end's. */
    public static Hello own(int maxFrameBytes, int maxMessageBytes, Windows windows, byte[] token, int compressions) {
        if (token.length > MAX_TOKEN_BYTES) {
            throw new IllegalArgumentException(
                    "token: " + token.length + " bytes (expected: at most " + MAX_TOKEN_BYTES + ")");
        }
        return new Hello(VERSION, VERSION, FEATURES, maxFrameBytes, maxMessageBytes, windows, token, compressions);
    }

    /** This end's, of a client that does not say who it is, and takes no message longer than a frame. */
    public static Hello own(int maxFrameBytes, Windows windows) {
        return new Hello(VERSION, VERSION, FEATURES, maxFrameBytes, windows);
    }

    /** The body of a HELLO. */
    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(96 + token.length);
        Tlv.putShort(out, ID_MIN_VERSION, minVersion);
        Tlv.putShort(out, ID_MAX_VERSION, maxVersion);
        Tlv.putLong(out, ID_FEATURES, features);
        Tlv.putInt(out, ID_MAX_FRAME, maxFrameBytes);
        Tlv.putInt(out, Windows.ID_STREAM, windows.streamBytes());
        Tlv.putInt(out, Windows.ID_CONNECTION, windows.connectionBytes());
        if (compressions != 0) {
            Tlv.putInt(out, ID_COMPRESSIONS, compressions);
        }
        if (maxMessageBytes != maxFrameBytes) {
            Tlv.putInt(out, ID_MAX_MESSAGE, maxMessageBytes);
        }
        if (token.length > 0) {
            Tlv.putBytes(out, ID_TOKEN, token);
        }
        return Tlv.toArray(out);
    }

    /**
     * Reads the body of a HELLO.
     *
     * @throws ProtocolException where it is malformed or an entry is missing or out of range
     */
    public static Hello decode(byte[] body) {
        Parser parser = new Parser();
        Tlv.read(ByteBuffer.wrap(body), Fault.BAD_HELLO, parser);
        checkFeatures(parser.hasFeatures);
        if (parser.min <= 0 || parser.max < parser.min) {
            throw Tlv.bad("versions: " + parser.min + " to " + parser.max + " (expected: 1 or more, in order)");
        }
        return new Hello(
                parser.min,
                parser.max,
                parser.features,
                checkMaxFrame(parser.maxFrame),
                checkMaxMessage(parser.maxMessage, parser.maxFrame),
                new Windows(parser.streamWindow, parser.connectionWindow).checked(),
                parser.token,
                parser.compressions);
    }

    /**
     * The version to speak with a client that said this.
     *
     * @throws ProtocolException where there is none
     */
    public int choose() {
        if (minVersion > VERSION || maxVersion < VERSION) {
            throw new ProtocolException(
                    Fault.VERSION, "versions: " + minVersion + " to " + maxVersion + " (expected: " + VERSION + ")");
        }
        return VERSION;
    }

    static void checkFeatures(boolean present) {
        if (!present) {
            throw Tlv.bad("features: none said (expected: an entry, of 0 where there are none)");
        }
    }

    static int checkMaxFrame(int bytes) {
        if (bytes < LEAST_MAX_FRAME || bytes > FrameHeader.MAX_LENGTH) {
            throw Tlv.bad("max frame: " + Integer.toUnsignedString(bytes) + " (expected: " + LEAST_MAX_FRAME + " to "
                    + FrameHeader.MAX_LENGTH + ")");
        }
        return bytes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Hello that
                && minVersion == that.minVersion
                && maxVersion == that.maxVersion
                && features == that.features
                && maxFrameBytes == that.maxFrameBytes
                && maxMessageBytes == that.maxMessageBytes
                && windows.equals(that.windows)
                && Arrays.equals(token, that.token)
                && compressions == that.compressions;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                minVersion,
                maxVersion,
                features,
                maxFrameBytes,
                maxMessageBytes,
                windows,
                Arrays.hashCode(token),
                compressions);
    }

    /** Without the token, which is a secret. */
    @Override
    public String toString() {
        return "Hello[" + minVersion + " to " + maxVersion + ", features " + features + ", " + maxFrameBytes + " and "
                + maxMessageBytes
                + " bytes, " + windows + ", compressions " + compressions + "]";
    }

    /** What a peer said, or did not, which means: no longer than a frame. */
    static int checkMaxMessage(int bytes, int maxFrame) {
        if (bytes == 0) {
            return maxFrame;
        }
        if (bytes < maxFrame) {
            throw Tlv.bad("max message: " + Integer.toUnsignedString(bytes) + " (expected: " + maxFrame + " to "
                    + Integer.MAX_VALUE + ")");
        }
        return bytes;
    }

    private static final class Parser implements Tlv.Sink {
        int min;
        int max;
        long features;
        boolean hasFeatures;
        int maxFrame;
        int maxMessage;
        int streamWindow;
        int connectionWindow;
        byte[] token = {};
        int compressions;

        @Override
        public boolean entry(int id, ByteBuffer value) {
            switch (id) {
                case ID_MIN_VERSION -> min = Tlv.takeShort(id, value);
                case ID_MAX_VERSION -> max = Tlv.takeShort(id, value);
                case ID_FEATURES -> {
                    features = Tlv.takeLong(id, value);
                    hasFeatures = true;
                }
                case ID_MAX_FRAME -> maxFrame = Tlv.takeInt(id, value);
                case Windows.ID_STREAM -> streamWindow = Tlv.takeInt(id, value);
                case Windows.ID_CONNECTION -> connectionWindow = Tlv.takeInt(id, value);
                case ID_COMPRESSIONS -> compressions = Tlv.takeInt(id, value);
                case ID_MAX_MESSAGE -> maxMessage = Tlv.takeInt(id, value);
                case ID_TOKEN -> token = Tlv.takeBytes(id, value, MAX_TOKEN_BYTES);
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
