package dev.outboard.codec;

/**
 * Constants and arithmetic of protobuf's wire format.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Protocol Buffers, Encoding</a>
 */
public final class Wire {
    /** Wire type of varints. */
    public static final int VARINT = 0;
    /** Wire type of eight little-endian bytes. */
    public static final int FIXED64 = 1;
    /** Wire type of a length and that many bytes. */
    public static final int LENGTH_DELIMITED = 2;
    /** Wire type that opens a group. */
    public static final int START_GROUP = 3;
    /** Wire type that closes a group. */
    public static final int END_GROUP = 4;
    /** Wire type of four little-endian bytes. */
    public static final int FIXED32 = 5;

    /** How deeply groups and messages may nest before a message is refused. */
    public static final int MAX_DEPTH = 100;

    private Wire() {}

    /** The tag of a field: {@code number << 3 | type}. */
    public static int tag(int fieldNumber, int wireType) {
        return (fieldNumber << 3) | wireType;
    }

    /** The field number of a tag. */
    public static int fieldNumber(int tag) {
        return tag >>> 3;
    }

    /** The wire type of a tag, 0 to 7. */
    public static int wireType(int tag) {
        return tag & 7;
    }

    /** Maps a signed number to an unsigned one so that small magnitudes get short varints. */
    public static int zigZag32(int value) {
        return (value << 1) ^ (value >> 31);
    }

    /** As {@link #zigZag32}, for 64 bits. */
    public static long zigZag64(long value) {
        return (value << 1) ^ (value >> 63);
    }

    /** The inverse of {@link #zigZag32}. */
    public static int unZigZag32(int value) {
        return (value >>> 1) ^ -(value & 1);
    }

    /** The inverse of {@link #zigZag64}. */
    public static long unZigZag64(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    /** Bytes that {@code value} takes as a varint, 1 to 5, its bits taken as unsigned. */
    public static int varintSize32(int value) {
        // 38 - leading zeros is 7 * size - 1 + the remainder that the division drops.
        return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
    }

    /** Bytes that {@code value} takes as a varint, 1 to 10, its bits taken as unsigned. */
    public static int varintSize64(long value) {
        // A seventh of the bits, rounded up: 9/64 is close enough up to 64 of them.
        return (640 - 9 * Long.numberOfLeadingZeros(value | 1)) >>> 6;
    }
}
