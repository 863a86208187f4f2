package dev.outboard.rpc.frame;

/**
 * How many bytes of DATA an end takes before its user has dealt with earlier ones: the credit that its peer begins with.
 * A message counts its body and the header. While a sender has sent less than its credit it may send a message, which may
 * go past the credit; so an end holds at most its window and one message more.
 *
 * @param streamBytes for each stream, 1 to 2^31-1
 * @param connectionBytes for all streams of a connection together, 1 to 2^31-1
 */
public record Windows(int streamBytes, int connectionBytes) {
    static final int ID_STREAM = 7;
    static final int ID_CONNECTION = 8;

    /**
     * Checks a peer's.
     *
     * @throws ProtocolException where one is missing or out of range
     */
    Windows checked() {
        if (streamBytes < 1 || connectionBytes < 1) {
            throw Tlv.bad("windows: " + Integer.toUnsignedString(streamBytes) + ", "
                    + Integer.toUnsignedString(connectionBytes) + " (expected: 1 to " + Integer.MAX_VALUE + ")");
        }
        return this;
    }
}
