package dev.outboard.bench.gc.legacy;

import dev.outboard.codec.WireReader;
import java.nio.ByteOrder;
import java.util.Objects;

/** The same decoder as every arm's, over an address. Indices count from the frame's first byte. One thread. */
public final class LegacyReader extends WireReader {
    private static final boolean SWAP = ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN;

    private long address;

    /** Points the reader at a frame's message. <em>Borrows</em> it until {@link #detach}; keep it reachable. */
    public void attach(RawFrame frame) {
        address = frame.address();
        start = 0;
        index = 0;
        end = frame.length();
        lastWord = end - Long.BYTES;
        attached = true;
        startEpoch();
    }

    /** Ends the region. */
    public void detach() {
        index = 0;
        end = 0;
        lastWord = Integer.MIN_VALUE;
        attached = false;
    }

    @Override
    protected int byteIn(int index) {
        return LegacyMemory.UNSAFE.getByte(address + index);
    }

    @Override
    protected int intIn(int index) {
        int value = LegacyMemory.UNSAFE.getInt(address + index);
        return SWAP ? Integer.reverseBytes(value) : value;
    }

    @Override
    protected long longIn(int index) {
        long value = LegacyMemory.UNSAFE.getLong(address + index);
        return SWAP ? Long.reverseBytes(value) : value;
    }

    @Override
    protected void getBytes(int index, byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        LegacyMemory.UNSAFE.copyMemory(
                null, address + index, target, sun.misc.Unsafe.ARRAY_BYTE_BASE_OFFSET + (long) offset, length);
    }
}
