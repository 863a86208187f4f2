package dev.outboard.codegen;

import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.PooledFrame;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;

/**
 * Counts what it is asked for. A load is one visit, whatever its width: of a number it is the one that reads it. A copy
 * visits every byte.
 */
final class CountingReader extends FrameReader {
    private MappedByteBuffer memory = (MappedByteBuffer) ByteBuffer.allocateDirect(0);
    private long visits;

    /** Visits since this was last asked. */
    long takeVisits() {
        long taken = visits;
        visits = 0;
        return taken;
    }

    @Override
    protected FrameReader another() {
        return new CountingReader();
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
        visits++;
        return memory.get(index);
    }

    @Override
    protected int intIn(int index) {
        visits++;
        return memory.getInt(index);
    }

    @Override
    protected long longIn(int index) {
        visits++;
        return memory.getLong(index);
    }

    @Override
    protected void getBytes(int index, byte[] target, int offset, int length) {
        visits += length;
        memory.get(index, target, offset, length);
    }
}
