package dev.outboard.codec.unsafe;

import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.PooledFrame;
import java.nio.MappedByteBuffer;
import org.jspecify.annotations.Nullable;

/** Loads by address; the base class has compared every index with the region's end before. */
final class UnsafeReader extends FrameReader {
    private long memory;
    /** Keeps a view of foreign memory reachable while its address is in use. */
    @SuppressWarnings({"UnusedVariable", "FieldCanBeLocal"})
    private @Nullable MappedByteBuffer keptView;

    @Override
    protected FrameReader another() {
        return new UnsafeReader();
    }

    @Override
    protected void rebase(PooledFrame frame) {
        memory = frame.memoryBaseAddress();
        keptView = null;
    }

    @Override
    protected void rebase(MappedByteBuffer view) {
        memory = UnsafeMemory.address(view);
        keptView = view;
    }

    @Override
    protected int byteIn(int index) {
        return UnsafeMemory.getByte(memory + index);
    }

    @Override
    protected int intIn(int index) {
        return UnsafeMemory.getInt(memory + index);
    }

    @Override
    protected long longIn(int index) {
        return UnsafeMemory.getLong(memory + index);
    }

    @Override
    protected void getBytes(int index, byte[] target, int offset, int length) {
        UnsafeMemory.getBytes(memory + index, target, offset, length);
    }
}
