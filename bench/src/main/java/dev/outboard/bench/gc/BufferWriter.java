package dev.outboard.bench.gc;

import dev.outboard.codec.WireWriter;
import java.nio.ByteBuffer;

/** The same encoder as every arm's, over a little-endian {@link ByteBuffer}. One thread. */
final class BufferWriter extends WireWriter {
    private static final ByteBuffer NONE = ByteBuffer.allocateDirect(0);

    private ByteBuffer buffer = NONE;

    /** Points the writer at all of a buffer. <em>Borrows</em> it until {@link #detach}. */
    void attach(ByteBuffer buffer) {
        attach(buffer, 0, buffer.capacity());
    }

    /** Points the writer at a part of a buffer. <em>Borrows</em> it until {@link #detach}. */
    void attach(ByteBuffer buffer, int offset, int lengthBytes) {
        this.buffer = buffer;
        start = offset;
        index = offset;
        end = offset + lengthBytes;
    }

    /** Ends the region; returns the bytes written. */
    int detach() {
        int length = index - start;
        buffer = NONE;
        start = 0;
        index = 0;
        end = 0;
        return length;
    }

    @Override
    protected void grow(int bytes) {
        throw new IndexOutOfBoundsException("bytes: " + bytes + " (expected: at most " + (end - index) + ")");
    }

    @Override
    protected void putByte(int index, int value) {
        buffer.put(index, (byte) value);
    }

    @Override
    protected void putInt(int index, int value) {
        buffer.putInt(index, value);
    }

    @Override
    protected void putLong(int index, long value) {
        buffer.putLong(index, value);
    }

    @Override
    protected void putBytes(int index, byte[] source, int offset, int length) {
        buffer.put(index, source, offset, length);
    }

    @Override
    protected void moveBytes(int from, int to, int length) {
        buffer.put(to, buffer, from, length);
    }
}
