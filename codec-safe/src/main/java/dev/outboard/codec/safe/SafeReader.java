package dev.outboard.codec.safe;

import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.PooledFrame;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;

/** Absolute gets from the slab's view, which the JVM checks and inlines. */
final class SafeReader extends FrameReader {
    /** One for all: each has memory and a cleaner of its own. */
    private static final MappedByteBuffer NONE = (MappedByteBuffer) ByteBuffer.allocateDirect(0);

    private MappedByteBuffer memory = NONE;

    @Override
    protected FrameReader another() {
        return new SafeReader();
    }

    @Override
    protected void rebase(PooledFrame frame) {
        memory = frame.memory();
    }

    @Override
    protected void rebase(MappedByteBuffer view) {
        memory = view;
    }

    @Override
    protected int byteIn(int index) {
        return memory.get(index);
    }

    @Override
    protected int intIn(int index) {
        return memory.getInt(index);
    }

    @Override
    protected long longIn(int index) {
        return memory.getLong(index);
    }

    @Override
    protected void getBytes(int index, byte[] target, int offset, int length) {
        memory.get(index, target, offset, length);
    }
}
