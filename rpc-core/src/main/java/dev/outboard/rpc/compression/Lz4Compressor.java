package dev.outboard.rpc.compression;

import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Compressor;

/** An LZ4 frame, a block of 64 KiB after another. */
final class Lz4Compressor implements Compressor {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final LZ4Compressor blocks = Lz4.LIBRARY.fastCompressor();
    private ByteBuffer message = NOTHING;
    private boolean begun;

    @Override
    public void begin(ByteBuffer newMessage) {
        message = newMessage;
        begun = false;
    }

    @Override
    public int room() {
        return Lz4.HEADER_BYTES + 2 * Lz4.LENGTH_BYTES + blocks.maxCompressedLength(nextBlock());
    }

    @Override
    public boolean step(ByteBuffer target) {
        if (!begun) {
            begun = true;
            target.putInt(Lz4.HEADER_0_TO_3).putShort(Lz4.HEADER_4_TO_5).put(Lz4.HEADER_6);
        }
        for (int length = nextBlock(); length > 0; length = nextBlock()) {
            int most = blocks.maxCompressedLength(length);
            if (target.remaining() < Lz4.LENGTH_BYTES + most) {
                return false;
            }
            writeBlock(target, length, most);
        }
        if (target.remaining() < Lz4.LENGTH_BYTES) {
            return false;
        }
        target.putInt(0);
        return true;
    }

    private int nextBlock() {
        return Math.min(Lz4.BLOCK_BYTES, message.remaining());
    }

    private void writeBlock(ByteBuffer target, int length, int most) {
        int from = message.position();
        int to = target.position() + Lz4.LENGTH_BYTES;
        int compressed = blocks.compress(message, from, length, target, to, most);
        int word = compressed;
        if (compressed >= length) {
            target.put(to, message, from, length);
            compressed = length;
            word = Lz4.RAW | length;
        }
        target.putInt(Integer.reverseBytes(word)).position(to + compressed);
        message.position(from + length);
    }

    @Override
    public void end() {
        message = NOTHING;
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
