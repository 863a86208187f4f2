package dev.outboard.rpc.compression;

import dev.outboard.codec.MalformedMessageException;
import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4SafeDecompressor;

/** Reads what {@link Lz4Compressor} writes, and any other writer of LZ4 frames with that header. */
final class Lz4Decompressor implements Decompressor {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final LZ4SafeDecompressor blocks = Lz4.LIBRARY.safeDecompressor();
    private ByteBuffer compressed = NOTHING;
    private int left;
    private int messageBytes;

    @Override
    public void begin(ByteBuffer newCompressed, int newMessageBytes) {
        if (newCompressed.remaining() < Lz4.HEADER_BYTES
                || newCompressed.getInt() != Lz4.HEADER_0_TO_3
                || newCompressed.getShort() != Lz4.HEADER_4_TO_5
                || newCompressed.get() != Lz4.HEADER_6) {
            throw Algorithms.malformed(
                    "lz4: another header (expected: a frame of independent blocks of 64 KiB without checksums)");
        }
        compressed = newCompressed;
        messageBytes = newMessageBytes;
        left = newMessageBytes;
    }

    @Override
    public int room() {
        return Math.min(Lz4.BLOCK_BYTES, left + 1);
    }

    @Override
    public boolean step(ByteBuffer target) {
        while (compressed.remaining() >= Lz4.LENGTH_BYTES) {
            int start = compressed.position();
            int word = Integer.reverseBytes(compressed.getInt(start));
            if (word == 0) {
                checkEnd();
                return true;
            }
            int length = word & ~Lz4.RAW;
            int from = start + Lz4.LENGTH_BYTES;
            if (length == 0 || length > compressed.limit() - from || left == 0) {
                throw malformed("a block of " + length + " bytes", "one that is there, and of the message");
            }
            if (target.remaining() < Math.min(Lz4.BLOCK_BYTES, left)) {
                return false;
            }
            readBlock(target, (word & Lz4.RAW) != 0, from, length);
            compressed.position(from + length);
        }
        throw malformed("cut off", "all of it");
    }

    private void readBlock(ByteBuffer target, boolean raw, int from, int length) {
        int most = Math.min(Lz4.BLOCK_BYTES, left);
        int to = target.position();
        int count = length;
        if (!raw) {
            try {
                count = blocks.decompress(compressed, from, length, target, to, most);
            } catch (LZ4Exception e) {
                throw malformed("a block that cannot be read", "of at most " + most + " bytes");
            }
        } else if (length > most) {
            throw malformed("a block of " + length + " bytes", "at most " + most);
        } else {
            target.put(to, compressed, from, length);
        }
        if (count == 0) {
            throw malformed("an empty block", "bytes of the message");
        }
        target.position(to + count);
        left -= count;
    }

    private void checkEnd() {
        if (left != 0 || compressed.remaining() != Lz4.LENGTH_BYTES) {
            throw malformed(
                    "an end after " + (messageBytes - left) + " bytes",
                    "after " + messageBytes + ", and nothing behind");
        }
    }

    private static MalformedMessageException malformed(String found, String expected) {
        return Algorithms.malformed("lz4: " + found + " (expected: " + expected + ")");
    }

    @Override
    public void end() {
        compressed = NOTHING;
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
