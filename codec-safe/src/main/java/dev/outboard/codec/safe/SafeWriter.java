package dev.outboard.codec.safe;

import dev.outboard.codec.spi.FrameWriter;
import dev.outboard.codec.spi.PooledFrame;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;

/** Absolute puts into the slab's view, which the JVM checks and inlines. */
final class SafeWriter extends FrameWriter {
    private static final MappedByteBuffer NONE =
            (MappedByteBuffer) ByteBuffer.allocateDirect(0).order(ByteOrder.LITTLE_ENDIAN);

    private MappedByteBuffer memory = NONE;

    @Override
    protected void rebase(PooledFrame target) {
        memory = target.memory();
    }

    @Override
    protected void putByte(int index, int value) {
        memory.put(index, (byte) value);
    }

    @Override
    protected void putInt(int index, int value) {
        memory.putInt(index, value);
    }

    @Override
    protected void putLong(int index, long value) {
        memory.putLong(index, value);
    }

    @Override
    protected void putBytes(int index, byte[] source, int offset, int length) {
        memory.put(index, source, offset, length);
    }

    @Override
    protected void moveBytes(int from, int to, int length) {
        memory.put(to, memory, from, length);
    }
}
