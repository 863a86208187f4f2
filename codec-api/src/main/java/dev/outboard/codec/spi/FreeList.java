package dev.outboard.codec.spi;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A bounded stack of free frames of one size class. Not thread-safe: its owner, or the holder of a stripe's lock. */
final class FreeList {
    /** A place above {@code size} holds nothing: a frame that somebody drops must not be reachable from here. */
    private final @Nullable PooledFrame[] frames;

    private final SizeClassPool pool;
    private final int batch;
    private int size;

    FreeList(SizeClassPool pool, int sizeClass) {
        this.pool = pool;
        int capacity = SizeClasses.listCapacity(sizeClass);
        this.frames = new PooledFrame[capacity];
        this.batch = Math.max(1, Math.min(16, capacity / 2));
    }

    /** The frame released last, or null. */
    @Nullable
    PooledFrame pop() {
        if (size == 0) {
            return null;
        }
        PooledFrame frame = frames[--size];
        frames[size] = null;
        return frame;
    }

    /** A frame from the pool behind this list, and a batch onto it. */
    PooledFrame refill() {
        return pool.take(this, batch);
    }

    /** For the pool, within {@link #refill}'s batch. */
    void push(PooledFrame frame) {
        frames[size++] = frame;
    }

    void release(PooledFrame frame) {
        if (size == frames.length) {
            pool.giveFrom(this, Math.max(1, size / 2));
        }
        frames[size++] = frame;
    }

    PooledFrame oldest(int position) {
        return Objects.requireNonNull(frames[position]);
    }

    void dropOldest(int count) {
        System.arraycopy(frames, count, frames, 0, size - count);
        Arrays.fill(frames, size - count, size, null);
        size -= count;
    }

    void giveAll() {
        if (size > 0) {
            pool.giveFrom(this, size);
        }
    }
}
