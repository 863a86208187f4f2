package dev.outboard.rpc.frame;

/**
 * Layout of the frame header: 16 bytes, big-endian, read and written as two 64-bit words.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +-----------------------------------------------+---------------+
 *  |                    Length                     |     Type      |   word 0
 *  +---------------+---------------+---------------+---------------+
 *  |     Flags     |   Extension   |             Aux16             |
 *  +---------------+---------------+-------------------------------+
 *  |      Generation       |                 Slot                  |   word 1, upper half: Stream
 *  +-----------------------+---------------------------------------+
 *  |                             Aux32                             |
 *  +---------------------------------------------------------------+
 *  |                   Extension, if any; then Body               ...
 * </pre>
 *
 * <p>What Aux16, Stream and Aux32 mean depends on the type and stands in {@code docs/wire-format.md}.
 */
public final class FrameHeader {
    /** Bytes of a header. */
    public static final int BYTES = 16;
    /** The most that Length can say. */
    public static final int MAX_LENGTH = (1 << 24) - 1;
    /** The highest slot number; 0 is the connection itself. */
    public static final int MAX_SLOT = (1 << 20) - 1;
    /** Generations count from 0 to this and begin again. */
    public static final int MAX_GENERATION = (1 << 12) - 1;

    private FrameHeader() {}

    /** Word 0 of a frame with no flags and no extension. */
    public static long word0(int length, int type, int aux16) {
        return (long) length << 40 | (long) type << 32 | aux16;
    }

    /**
     * Word 0 of a frame.
     *
     * @param length bytes behind the header, those of the extension among them
     * @param flags 0 to 255
     * @param extension as {@link Extension#lengthField} says
     */
    public static long word0(int length, int type, int aux16, int flags, int extension) {
        return word0(length, type, aux16) | (long) flags << 24 | (long) extension << 16;
    }

    /** Word 1. */
    public static long word1(int stream, int aux32) {
        return (long) stream << 32 | aux32 & 0xffff_ffffL;
    }

    /** Bytes behind the header, 0 to 2^24-1. */
    public static int length(long word0) {
        return (int) (word0 >>> 40);
    }

    /** One of {@link FrameType}, or one that is not known; 0 to 255. */
    public static int type(long word0) {
        return (int) (word0 >>> 32) & 0xff;
    }

    /** Flags and extension, for those that have neither. */
    static int flagsAndExtension(long word0) {
        return (int) word0 >>> 16;
    }

    /** The flags, 0 to 255. */
    public static int flags(long word0) {
        return (int) word0 >>> 24;
    }

    /** The length field of the extension, 0 to 255; 0 where there is none. */
    public static int extension(long word0) {
        return (int) word0 >>> 16 & 0xff;
    }

    /** 0 to 65,535. */
    public static int aux16(long word0) {
        return (int) word0 & 0xffff;
    }

    /** The call that the frame belongs to; 0 for the connection. */
    public static int stream(long word1) {
        return (int) (word1 >>> 32);
    }

    /** All 32 bits; to be taken as unsigned. */
    public static int aux32(long word1) {
        return (int) word1;
    }

    /** A stream of slot and generation. */
    public static int stream(int slot, int generation) {
        return generation << 20 | slot;
    }

    /** The slot of a stream, 0 to {@link #MAX_SLOT}. */
    public static int slot(int stream) {
        return stream & MAX_SLOT;
    }

    /** The generation of a stream, 0 to {@link #MAX_GENERATION}. */
    public static int generation(int stream) {
        return stream >>> 20;
    }
}
