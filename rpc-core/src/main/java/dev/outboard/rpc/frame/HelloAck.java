package dev.outboard.rpc.frame;

import java.nio.ByteBuffer;

/**
 * What a server chose.
 *
 * @param version within the client's range
 * @param features bits that both ends know
 * @param maxFrameBytes the longest body that the server takes
 * @param maxMessageBytes the longest message that the server takes, however many frames it comes in
 * @param maxCalls calls that the client may have in flight: slots 1 to this
 * @param maxMethods methods that the client may define: numbers 1 to this
 * @param windows what the server takes of streams
 * @param compressions what the server takes beside messages as they are: bit 0 for algorithm 1, and so on
 */
public record HelloAck(
        int version,
        long features,
        int maxFrameBytes,
        int maxMessageBytes,
        int maxCalls,
        int maxMethods,
        Windows windows,
        int compressions) {
    private static final int ID_VERSION = 1;
    private static final int ID_FEATURES = 3;
    private static final int ID_MAX_FRAME = 4;
    private static final int ID_MAX_CALLS = 5;
    private static final int ID_MAX_METHODS = 6;

    /** Of a server that takes no message longer than a frame. */
    public HelloAck(int version, long features, int maxFrameBytes, int maxCalls, int maxMethods, Windows windows) {
        this(version, features, maxFrameBytes, maxFrameBytes, maxCalls, maxMethods, windows, 0);
    }

    /** The body of a HELLO_ACK. */
    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(96);
        Tlv.putShort(out, ID_VERSION, version);
        Tlv.putLong(out, ID_FEATURES, features);
        Tlv.putInt(out, ID_MAX_FRAME, maxFrameBytes);
        Tlv.putInt(out, ID_MAX_CALLS, maxCalls);
        Tlv.putShort(out, ID_MAX_METHODS, maxMethods);
        Tlv.putInt(out, Windows.ID_STREAM, windows.streamBytes());
        Tlv.putInt(out, Windows.ID_CONNECTION, windows.connectionBytes());
        if (compressions != 0) {
            Tlv.putInt(out, Hello.ID_COMPRESSIONS, compressions);
        }
        if (maxMessageBytes != maxFrameBytes) {
            Tlv.putInt(out, Hello.ID_MAX_MESSAGE, maxMessageBytes);
        }
        return Tlv.toArray(out);
    }

    /**
     * Reads the answer to {@code hello}.
     *
     * @throws ProtocolException where it is malformed, or chooses what was not offered
     */
    public static HelloAck decode(byte[] body, Hello hello) {
        Parser parser = new Parser();
        Tlv.read(ByteBuffer.wrap(body), Fault.BAD_HELLO, parser);
        if (parser.version < hello.minVersion() || parser.version > hello.maxVersion()) {
            throw new ProtocolException(
                    Fault.VERSION,
                    "version: " + parser.version + " (expected: " + hello.minVersion() + " to " + hello.maxVersion()
                            + ")");
        }
        Hello.checkFeatures(parser.hasFeatures);
        if ((parser.features & ~hello.features()) != 0) {
            throw Tlv.bad("features: some were not offered (expected: those of HELLO)");
        }
        if (parser.maxCalls < 1 || parser.maxCalls > FrameHeader.MAX_SLOT || parser.maxMethods < 1) {
            throw Tlv.bad("max calls, methods: " + Integer.toUnsignedString(parser.maxCalls) + ", " + parser.maxMethods
                    + " (expected: 1 or more)");
        }
        return new HelloAck(
                parser.version,
                parser.features,
                Hello.checkMaxFrame(parser.maxFrame),
                Hello.checkMaxMessage(parser.maxMessage, parser.maxFrame),
                parser.maxCalls,
                parser.maxMethods,
                new Windows(parser.streamWindow, parser.connectionWindow).checked(),
                parser.compressions);
    }

    private static final class Parser implements Tlv.Sink {
        int version;
        long features;
        boolean hasFeatures;
        int maxFrame;
        int maxMessage;
        int maxCalls;
        int maxMethods;
        int streamWindow;
        int connectionWindow;
        int compressions;

        @Override
        public boolean entry(int id, ByteBuffer value) {
            switch (id) {
                case ID_VERSION -> version = Tlv.takeShort(id, value);
                case ID_FEATURES -> {
                    features = Tlv.takeLong(id, value);
                    hasFeatures = true;
                }
                case ID_MAX_FRAME -> maxFrame = Tlv.takeInt(id, value);
                case ID_MAX_CALLS -> maxCalls = Tlv.takeInt(id, value);
                case ID_MAX_METHODS -> maxMethods = Tlv.takeShort(id, value);
                case Windows.ID_STREAM -> streamWindow = Tlv.takeInt(id, value);
                case Windows.ID_CONNECTION -> connectionWindow = Tlv.takeInt(id, value);
                case Hello.ID_COMPRESSIONS -> compressions = Tlv.takeInt(id, value);
                case Hello.ID_MAX_MESSAGE -> maxMessage = Tlv.takeInt(id, value);
                default -> {
                    return false;
                }
            }
            return true;
        }
    }
}
