package dev.outboard.rpc.compression;

/** What stands around the deflated bytes (RFC 1952, section 2.3); numbers there are little-endian. */
final class Gzip {
    /** Magic, "deflate", no flags, no time. */
    static final long HEADER_0_TO_7 = 0x1f8b_0800_0000_0000L;
    /** Nothing about the effort, system unknown. */
    static final short HEADER_8_TO_9 = 0x00ff;

    static final int HEADER_BYTES = 10;
    /** CRC-32 of the message, and its length. */
    static final int TRAILER_BYTES = 8;

    private Gzip() {}
}
