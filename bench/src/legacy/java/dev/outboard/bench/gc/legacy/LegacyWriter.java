package dev.outboard.bench.gc.legacy;

import dev.outboard.codec.WireWriter;
import java.nio.ByteOrder;
import java.util.Objects;

/** The same encoder as every arm's, over an address. Indices count from the frame's first byte. One thread. */
public final class LegacyWriter extends WireWriter {
    private static final boolean SWAP = ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN;

    private long address;

    /** Points the writer at a frame. <em>Borrows</em> it until {@link #detach}. */
    public void attach(RawFrame frame) {
        address = frame.address();
        start = 0;
        index = 0;
        end = frame.capacity();
    }

    /** Ends the region; returns the bytes written. */
    public int detach() {
        int length = index;
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
        LegacyMemory.UNSAFE.putByte(address + index, (byte) value);
    }

    @Override
    protected void putInt(int index, int value) {
        LegacyMemory.UNSAFE.putInt(address + index, SWAP ? Integer.reverseBytes(value) : value);
    }

    @Override
    protected void putLong(int index, long value) {
        LegacyMemory.UNSAFE.putLong(address + index, SWAP ? Long.reverseBytes(value) : value);
    }

    @Override
    protected void putBytes(int index, byte[] source, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, source.length);
        LegacyMemory.UNSAFE.copyMemory(
                source, sun.misc.Unsafe.ARRAY_BYTE_BASE_OFFSET + (long) offset, null, address + index, length);
    }

    @Override
    protected void moveBytes(int from, int to, int length) {
        LegacyMemory.UNSAFE.copyMemory(address + from, address + to, length);
    }
}
