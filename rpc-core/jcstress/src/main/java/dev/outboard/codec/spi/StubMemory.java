package dev.outboard.codec.spi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;

/** Slabs that are all the same memory, for tests that look at who has a frame and never into it. */
final class StubMemory implements MemorySource {
    private static final MappedByteBuffer VIEW =
            (MappedByteBuffer) ByteBuffer.allocateDirect(64).order(ByteOrder.LITTLE_ENDIAN);

    @Override
    public String name() {
        return "stub";
    }

    @Override
    public Slab allocate(int lengthBytes, Runnable whenReturned) {
        return new StubSlab(whenReturned);
    }

    @Override
    public boolean returnsAtOnce() {
        return true;
    }

    private record StubSlab(Runnable whenReturned) implements Slab {
        @Override
        public MappedByteBuffer view() {
            return VIEW;
        }

        @Override
        public long address() {
            return 0;
        }

        @Override
        public void free() {
            whenReturned.run();
        }
    }
}
