package dev.outboard.codec.unsafe;

import dev.outboard.codec.spi.MemorySource;
import java.lang.ref.Cleaner;
import java.nio.MappedByteBuffer;

/**
 * Slabs from Unsafe. Freed when the pool says so; the Cleaner, one registration per slab, is for a pool that was dropped
 * without being closed.
 */
final class RawMemory implements MemorySource {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final int ALIGNMENT = 64;

    @Override
    public String name() {
        return "unsafe";
    }

    @Override
    public Slab allocate(int lengthBytes, Runnable whenReturned) {
        long raw = UnsafeMemory.allocate((long) lengthBytes + ALIGNMENT);
        long address = (raw + ALIGNMENT - 1) & -ALIGNMENT;
        return new RawSlab(raw, address, UnsafeMemory.view(address, lengthBytes), whenReturned);
    }

    @Override
    public boolean returnsAtOnce() {
        return true;
    }

    private static final class RawSlab implements Slab {
        private final long address;
        private final MappedByteBuffer view;
        private final Cleaner.Cleanable cleanable;

        RawSlab(long raw, long address, MappedByteBuffer view, Runnable whenReturned) {
            this.address = address;
            this.view = view;
            this.cleanable = CLEANER.register(this, new Free(raw, whenReturned));
        }

        @Override
        public MappedByteBuffer view() {
            return view;
        }

        @Override
        public long address() {
            return address;
        }

        @Override
        public void free() {
            cleanable.clean();
        }
    }

    /** Run once, by {@code free} or by the Cleaner; must not refer to the slab. */
    private record Free(long raw, Runnable whenReturned) implements Runnable {
        @Override
        public void run() {
            UnsafeMemory.free(raw);
            whenReturned.run();
        }
    }
}
