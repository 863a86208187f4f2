package dev.outboard.codec.spi;

import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Free lists for threads that have none of their own, virtual ones among them: a few stripes, tried without waiting.
 * Where all are busy the caller goes to the shared pool.
 */
final class StripedLists {
    private static final int TRIES = 2;

    private final Stripe[] stripes;

    StripedLists(FrameAllocator allocator) {
        int count = Integer.highestOneBit(Math.max(2, Runtime.getRuntime().availableProcessors()) * 2 - 1);
        stripes = new Stripe[Math.min(32, count)];
        for (int i = 0; i < stripes.length; i++) {
            stripes[i] = new Stripe(allocator);
        }
    }

    PooledFrame allocate(FrameAllocator allocator, int sizeClass) {
        Stripe stripe = lockOne();
        if (stripe == null) {
            return allocator.pool(sizeClass).take();
        }
        try {
            if (stripe.closed) {
                return allocator.pool(sizeClass).take();
            }
            FreeList list = stripe.lists.of(sizeClass);
            PooledFrame frame = list.pop();
            if (frame != null) {
                return frame;
            }
            allocator.recoverLost();
            return list.refill();
        } finally {
            stripe.unlock();
        }
    }

    void release(FrameAllocator allocator, PooledFrame frame, int sizeClass) {
        if (!keep(frame, sizeClass)) {
            allocator.pool(sizeClass).give(frame);
        }
    }

    private boolean keep(PooledFrame frame, int sizeClass) {
        Stripe stripe = lockOne();
        if (stripe == null) {
            return false;
        }
        try {
            if (!stripe.closed) {
                stripe.lists.of(sizeClass).release(frame);
            }
            return !stripe.closed;
        } finally {
            stripe.unlock();
        }
    }

    void close() {
        for (Stripe stripe : stripes) {
            stripe.lock();
            try {
                stripe.closed = true;
                stripe.lists.giveAll();
            } finally {
                stripe.unlock();
            }
        }
    }

    private @Nullable Stripe lockOne() {
        // Thread ids are consecutive: the multiplier spreads neighbours over the stripes.
        int hash = (int) ((Thread.currentThread().getId() * 0x9e3779b97f4a7c15L) >>> 32);
        for (int i = 0; i < TRIES; i++) {
            Stripe stripe = stripes[(hash + i) & (stripes.length - 1)];
            if (stripe.tryLock()) {
                return stripe;
            }
        }
        return null;
    }

    private static final class Stripe extends ReentrantLock {
        private static final long serialVersionUID = 1L;

        final transient FreeLists lists;
        /** Set under the lock; nothing is put on the lists from then on. */
        transient boolean closed;

        Stripe(FrameAllocator allocator) {
            this.lists = new FreeLists(allocator);
        }
    }
}
