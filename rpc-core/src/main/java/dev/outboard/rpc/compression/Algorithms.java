package dev.outboard.rpc.compression;

import dev.outboard.codec.MalformedMessageException;
import dev.outboard.rpc.Compression;

/** What can run here. Any thread. */
public final class Algorithms {
    /** What one step is about, at the most. */
    static final int STEP_BYTES = 64 << 10;

    private static final boolean LZ4 = isThere("net.jpountz.lz4.LZ4Factory");
    private static final int AVAILABLE = bit(Compression.GZIP) | (LZ4 ? bit(Compression.LZ4) : 0);

    private Algorithms() {}

    /** Those that can run here, as bits: bit 0 for number 1, and so on. */
    public static int available() {
        return AVAILABLE;
    }

    /** The bit of an algorithm; 0 for none. */
    public static int bit(Compression algorithm) {
        return algorithm == Compression.NONE ? 0 : 1 << (algorithm.number() - 1);
    }

    /**
     * Checks that messages can be sent with it.
     *
     * @throws IllegalArgumentException where the library is not there
     */
    public static Compression checked(Compression algorithm) {
        if ((bit(algorithm) & ~AVAILABLE) != 0) {
            throw new IllegalArgumentException(
                    "compression: " + algorithm + " (expected: at.yawk.lz4:lz4-java on the class path, or another)");
        }
        return algorithm;
    }

    /** <em>Returns owned</em>: one of those that are available. */
    public static Compressor newCompressor(Compression algorithm) {
        return switch (algorithm) {
            case GZIP -> new GzipCompressor();
            case LZ4 -> new Lz4Compressor();
            case NONE -> throw new IllegalArgumentException("compression: NONE (expected: another)");
        };
    }

    /** <em>Returns owned</em>: one of those that are available. */
    public static Decompressor newDecompressor(Compression algorithm) {
        return switch (algorithm) {
            case GZIP -> new GzipDecompressor();
            case LZ4 -> new Lz4Decompressor();
            case NONE -> throw new IllegalArgumentException("compression: NONE (expected: another)");
        };
    }

    /**
     * The algorithm of a number from the wire.
     *
     * @throws MalformedMessageException for one that was not offered
     */
    public static Compression of(int number) {
        for (Compression algorithm : Compression.values()) {
            if (algorithm.number() == number && (bit(algorithm) & AVAILABLE) != 0) {
                return algorithm;
            }
        }
        throw malformed("compression: " + number + " (expected: one that was offered)");
    }

    static MalformedMessageException malformed(String text) {
        return new MalformedMessageException(0, 0, text);
    }

    private static boolean isThere(String name) {
        try {
            Class.forName(name, false, Algorithms.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false; // the library is optional
        }
    }
}
