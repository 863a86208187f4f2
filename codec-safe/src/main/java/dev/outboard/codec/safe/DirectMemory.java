package dev.outboard.codec.safe;

import dev.outboard.codec.spi.MemorySource;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;

/**
 * Slabs from {@link ByteBuffer#allocateDirect}. The JDK frees one when its buffer has become unreachable and the
 * collector has found that out; there is no supported way to ask for it sooner before JDK 22. One Cleaner registration
 * per slab tells the account when it happened.
 */
final class DirectMemory implements MemorySource {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int ALIGNMENT = 64;

    @Override
    public String name() {
        return "direct";
    }

    @Override
    public Slab allocate(int lengthBytes, Runnable whenReturned) {
        ByteBuffer raw = ByteBuffer.allocateDirect(lengthBytes + ALIGNMENT);
        MappedByteBuffer view = (MappedByteBuffer) raw.alignedSlice(ALIGNMENT).order(ByteOrder.LITTLE_ENDIAN);
        // The view refers to raw, and every view made of it to raw as well, so raw goes last.
        CLEANER.register(raw, whenReturned);
        return new DirectSlab(view);
    }

    @Override
    public boolean returnsAtOnce() {
        return false;
    }

    private record DirectSlab(MappedByteBuffer view) implements Slab {
        @Override
        public long address() {
            return 0;
        }

        @Override
        public void free() {
            // The pool has dropped the slab: with the last view gone, the JDK's Cleaner frees the memory.
        }
    }
}
