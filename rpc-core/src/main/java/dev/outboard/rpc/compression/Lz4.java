package dev.outboard.rpc.compression;

import net.jpountz.lz4.LZ4Factory;
import org.slf4j.LoggerFactory;

/**
 * The library, and what stands around its blocks: the LZ4 frame format 1.6 with independent blocks of 64 KiB and no checksums, whose header is
 * the same for all of them. Numbers there are little-endian.
 */
final class Lz4 {
    /** The library's native code where it runs here; else what it has in Java without Unsafe. */
    static final LZ4Factory LIBRARY = find();

    static final int HEADER_BYTES = 7;
    /** Magic. */
    static final int HEADER_0_TO_3 = 0x0422_4d18;
    /** Version 1, independent blocks; blocks of at most 64 KiB. */
    static final short HEADER_4_TO_5 = 0x6040;
    /** The check of the two: the second byte of their XXH32. */
    static final byte HEADER_6 = (byte) 0x82;

    static final int BLOCK_BYTES = Algorithms.STEP_BYTES;
    /** Before a block: its length on the wire; 0 for the end. */
    static final int LENGTH_BYTES = Integer.BYTES;
    /** In a block's length: it is not compressed. */
    static final int RAW = 1 << 31;

    private Lz4() {}

    private static LZ4Factory find() {
        try {
            return LZ4Factory.nativeInstance();
        } catch (LinkageError | AssertionError | RuntimeException e) {
            LoggerFactory.getLogger(Lz4.class).debug("lz4: no native code here, Java instead", e);
            return LZ4Factory.safeInstance();
        }
    }
}
