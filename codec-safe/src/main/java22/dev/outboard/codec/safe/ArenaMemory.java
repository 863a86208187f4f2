package dev.outboard.codec.safe;

import dev.outboard.codec.spi.MemorySource;
import java.lang.foreign.Arena;
import java.lang.ref.Cleaner;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.util.Objects;

/**
 * Slabs from shared FFM arenas, one each (JEP 454). The system has a slab's memory back when {@code free} returns; a view
 * that is used after that throws, it does not crash. No restricted method is called, so there is no flag and no warning.
 * The JVM's {@code MaxDirectMemorySize} does not count arenas: the ledger's budget is the limit.
 */
final class ArenaMemory implements MemorySource {
    static final String NAME = "arena";

    private static final Cleaner CLEANER = Cleaner.create();
    private static final int ALIGNMENT = 64;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Slab allocate(int lengthBytes, Runnable whenReturned) {
        Objects.requireNonNull(whenReturned);
        Arena arena = Arena.ofShared();
        try {
            MappedByteBuffer view = (MappedByteBuffer)
                    arena.allocate(lengthBytes, ALIGNMENT).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            // For a pool that was dropped without being closed. Every view made of this one refers to it, so it goes
            // last.
            Cleaner.Cleanable cleanable = CLEANER.register(view, () -> {
                arena.close();
                whenReturned.run();
            });
            return new ArenaSlab(view, cleanable);
        } catch (Throwable e) {
            arena.close();
            throw e;
        }
    }

    @Override
    public boolean returnsAtOnce() {
        return true;
    }

    private record ArenaSlab(MappedByteBuffer view, Cleaner.Cleanable cleanable) implements Slab {
        @Override
        public long address() {
            return 0;
        }

        @Override
        public void free() {
            cleanable.clean();
        }
    }
}
