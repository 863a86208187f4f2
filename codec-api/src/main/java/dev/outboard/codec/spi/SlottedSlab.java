package dev.outboard.codec.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One slab cut into slots of one size class. A slot gets its handle on first use and that handle, or one that took its
 * place, stands for it until the slab goes. Guarded by the lock of its {@link SizeClassPool}, but for {@link #bind}.
 */
final class SlottedSlab {
    final MemorySource.Slab memory;
    final SizeClassPool pool;
    final int frameBytes;
    final int slots;
    /** Registrations by slot; a holder of two frames may exchange their entries. */
    final FrameRef[] refs;

    /** A place above {@code freeCount} holds nothing: a frame that somebody drops must not be reachable from here. */
    private final @Nullable PooledFrame[] free;

    private int freeCount;
    private int fresh;
    private int out;
    /** Whether the pool lists this slab among those with free slots. */
    boolean listed;

    SlottedSlab(MemorySource.Slab memory, SizeClassPool pool, int frameBytes, int slots) {
        this.memory = memory;
        this.pool = pool;
        this.frameBytes = frameBytes;
        this.slots = slots;
        this.refs = new FrameRef[slots];
        this.free = new PooledFrame[slots];
    }

    boolean hasFree() {
        return freeCount > 0 || fresh < slots;
    }

    boolean isIdle() {
        return out == 0;
    }

    /** A free handle; the caller has seen {@link #hasFree}. */
    PooledFrame take() {
        out++;
        if (freeCount > 0) {
            PooledFrame frame = Objects.requireNonNull(free[--freeCount]);
            free[freeCount] = null;
            return frame;
        }
        return bind(fresh++);
    }

    void give(PooledFrame frame) {
        free[freeCount++] = frame;
        out--;
    }

    /** A new handle for a slot: on its first use, or in the place of one that was lost. */
    PooledFrame bind(int slot) {
        PooledFrame frame = new PooledFrame(pool.allocator());
        FrameRef ref = new FrameRef(frame, pool.allocator().lostQueue(), this, slot);
        refs[slot] = ref;
        frame.bind(ref);
        frame.startUses(slot);
        return frame;
    }

    /** Gives the memory back; nothing is out. */
    void free() {
        for (FrameRef ref : refs) {
            if (ref != null) {
                ref.clear();
            }
        }
        memory.free();
    }
}
