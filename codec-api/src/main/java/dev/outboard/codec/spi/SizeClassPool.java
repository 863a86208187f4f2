package dev.outboard.codec.spi;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All slabs of one size class, behind one lock: what the threads' free lists are filled from and emptied to, a batch at
 * a time. Keeps an idle slab or a few against thrashing and returns the others. A lock, not a monitor, so that virtual threads
 * are not pinned on JDK 21 to 23.
 */
final class SizeClassPool {
    private final FrameAllocator allocator;
    private final int sizeClass;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<SlottedSlab> withFree = new ArrayDeque<>();
    private int idleSlabs;

    SizeClassPool(FrameAllocator allocator, int sizeClass) {
        this.allocator = allocator;
        this.sizeClass = sizeClass;
    }

    FrameAllocator allocator() {
        return allocator;
    }

    /** Takes one frame, and up to {@code batch - 1} more onto {@code list}. */
    PooledFrame take(FreeList list, int batch) {
        lock.lock();
        try {
            PooledFrame first = takeOne();
            for (int i = 1; i < batch && !withFree.isEmpty(); i++) {
                list.push(takeOne());
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Takes one frame. */
    PooledFrame take() {
        lock.lock();
        try {
            return takeOne();
        } finally {
            lock.unlock();
        }
    }

    /** Takes back one frame. */
    void give(PooledFrame frame) {
        lock.lock();
        @Nullable SlottedSlab surplus;
        try {
            surplus = giveOne(frame);
        } finally {
            lock.unlock();
        }
        if (surplus != null) {
            allocator.returnSlab(surplus);
        }
    }

    /** Takes back the {@code count} frames that have been on {@code list} longest. */
    void giveFrom(FreeList list, int count) {
        List<SlottedSlab> surplus = new ArrayList<>(0);
        lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                SlottedSlab slab = giveOne(list.oldest(i));
                if (slab != null) {
                    surplus.add(slab);
                }
            }
        } finally {
            lock.unlock();
        }
        list.dropOldest(count);
        surplus.forEach(allocator::returnSlab);
    }

    /** Puts a new handle in the place of one that was dropped. */
    void replaceLost(FrameRef ref) {
        give(ref.slab.bind(ref.slot));
    }

    /** Returns every idle slab. Not under another pool's lock. */
    void trim() {
        lock.lock();
        returnIdle();
    }

    /** Returns every idle slab, unless another thread is busy here; never waits, so that any pool may call any. */
    void tryTrim() {
        if (lock.tryLock()) {
            returnIdle();
        }
    }

    /** Under the lock, which it gives up. */
    private void returnIdle() {
        List<SlottedSlab> idle = new ArrayList<>(0);
        try {
            for (SlottedSlab slab : withFree) {
                if (slab.isIdle()) {
                    slab.listed = false;
                    idle.add(slab);
                }
            }
            withFree.removeAll(idle);
            idleSlabs = 0;
        } finally {
            lock.unlock();
        }
        idle.forEach(allocator::returnSlab);
    }

    private PooledFrame takeOne() {
        @Nullable SlottedSlab slab = withFree.peekFirst();
        if (slab == null) {
            slab = allocator.newSlab(this, SizeClasses.bytes(sizeClass), SizeClasses.framesPerSlab(sizeClass));
            slab.listed = true;
            withFree.addFirst(slab);
        } else if (slab.isIdle()) {
            idleSlabs--;
        }
        PooledFrame frame = slab.take();
        if (!slab.hasFree()) {
            withFree.removeFirst();
            slab.listed = false;
        }
        return frame;
    }

    /** Returns the slab if it is one too many now, already taken off the list. */
    private @Nullable SlottedSlab giveOne(PooledFrame frame) {
        SlottedSlab slab = frame.slab();
        slab.give(frame);
        if (!slab.listed) {
            slab.listed = true;
            withFree.addFirst(slab);
        }
        if (!slab.isIdle()) {
            return null;
        }
        if (idleSlabs < allocator.idleSlabLimit(slab.frameBytes * slab.slots)) {
            idleSlabs++;
            // Idle slabs go last, so that the busy ones fill up first and this one may stay idle.
            withFree.remove(slab);
            withFree.addLast(slab);
            return null;
        }
        withFree.remove(slab);
        return slab;
    }
}
