package dev.outboard.bench.gc;

import dev.outboard.codec.WireReader;
import java.nio.ByteBuffer;

/** The same decoder as every arm's, over a little-endian {@link ByteBuffer}. One thread. */
final class BufferReader extends WireReader {
    private static final ByteBuffer NONE = ByteBuffer.allocateDirect(0);

    private ByteBuffer buffer = NONE;

    /** Points the reader at a buffer up to its limit. <em>Borrows</em> it until {@link #detach}. */
    void attach(ByteBuffer buffer) {
        attach(buffer, 0, buffer.limit());
    }

    /** Points the reader at a part of a buffer. <em>Borrows</em> it until {@link #detach}. */
    void attach(ByteBuffer buffer, int offset, int lengthBytes) {
        this.buffer = buffer;
        start = offset;
        index = offset;
        end = offset + lengthBytes;
        lastWord = end - Long.BYTES;
        attached = true;
        startEpoch();
    }

    /** Ends the region. */
    void detach() {
        buffer = NONE;
        index = 0;
        end = 0;
        lastWord = Integer.MIN_VALUE;
        attached = false;
    }

    @Override
    protected int byteIn(int index) {
        return buffer.get(index);
    }

    @Override
    protected int intIn(int index) {
        return buffer.getInt(index);
    }

    @Override
    protected long longIn(int index) {
        return buffer.getLong(index);
    }

    @Override
    protected void getBytes(int index, byte[] target, int offset, int length) {
        buffer.get(index, target, offset, length);
    }
}
