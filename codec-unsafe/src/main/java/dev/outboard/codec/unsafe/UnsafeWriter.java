package dev.outboard.codec.unsafe;

import dev.outboard.codec.spi.FrameWriter;
import dev.outboard.codec.spi.PooledFrame;

/** Stores by address; {@link #ensure} has compared every index with the region's end before. */
final class UnsafeWriter extends FrameWriter {
    private long memory;

    @Override
    protected void rebase(PooledFrame target) {
        memory = target.memoryBaseAddress();
    }

    @Override
    protected void putByte(int index, int value) {
        UnsafeMemory.putByte(memory + index, (byte) value);
    }

    @Override
    protected void putInt(int index, int value) {
        UnsafeMemory.putInt(memory + index, value);
    }

    @Override
    protected void putLong(int index, long value) {
        UnsafeMemory.putLong(memory + index, value);
    }

    @Override
    protected void putBytes(int index, byte[] source, int offset, int length) {
        UnsafeMemory.putBytes(memory + index, source, offset, length);
    }

    @Override
    protected void moveBytes(int from, int to, int length) {
        UnsafeMemory.moveBytes(memory + from, memory + to, length);
    }
}
