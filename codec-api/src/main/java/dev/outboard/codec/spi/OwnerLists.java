package dev.outboard.codec.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The free lists of one event loop or worker, without locks. Frames that other threads release come home through a
 * bounded queue which the owner empties when a list runs dry; what does not fit goes to the shared pools.
 *
 * <p>Ends with its thread: {@link #close} gives everything back. A release that races with it either sees
 * {@code closed} before it offers, or sees it after and empties the queue itself; both do so under the lock that makes
 * them one consumer.
 */
final class OwnerLists {
    private static final int RETURN_QUEUE = 1024;
    private static final VarHandle USED;

    static {
        try {
            USED = MethodHandles.lookup().findVarHandle(OwnerLists.class, "used", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Thread thread;
    private final FrameAllocator allocator;
    private final FreeLists lists;
    private final MpscVarHandleArrayQueue<PooledFrame> returned = new MpscVarHandleArrayQueue<>(RETURN_QUEUE);
    private final Object closeLock = new Object();
    private volatile boolean closed;
    /** Bytes that this thread allocated less those it released itself; one writer, any reader. */
    @SuppressWarnings("UnusedVariable") // through USED
    private long used;

    OwnerLists(FrameAllocator allocator, Thread thread) {
        this.allocator = allocator;
        this.thread = thread;
        this.lists = new FreeLists(allocator);
    }

    /** Whether the calling thread is the owner and these are still its lists. */
    boolean isCurrent() {
        return thread == Thread.currentThread() && !closed;
    }

    /** On the owner. */
    PooledFrame allocate(int sizeClass) {
        FreeList list = lists.of(sizeClass);
        PooledFrame frame = list.pop();
        if (frame == null) {
            frame = slowAllocate(list);
        }
        frame.owner = this;
        addUsed(frame.slotBytes());
        return frame;
    }

    /** On the owner. */
    void release(PooledFrame frame, int sizeClass) {
        addUsed(-frame.slotBytes());
        lists.of(sizeClass).release(frame);
    }

    /** On any other thread; false where the queue is full or the owner has ended: then it is the shared pool's. */
    boolean offer(PooledFrame frame) {
        if (closed || !returned.offer(frame)) {
            return false;
        }
        if (closed) {
            drainAfterClose();
        }
        return true;
    }

    long used() {
        return (long) USED.getOpaque(this);
    }

    /** On the owner, as its last act. */
    void close() {
        closed = true;
        lists.giveAll();
        drainAfterClose();
    }

    private PooledFrame slowAllocate(FreeList list) {
        allocator.recoverLost();
        PooledFrame home;
        while ((home = returned.poll()) != null) {
            lists.of(home.sizeClass()).release(home);
        }
        @Nullable PooledFrame frame = list.pop();
        return frame != null ? frame : list.refill();
    }

    private void drainAfterClose() {
        synchronized (closeLock) {
            PooledFrame home;
            while ((home = returned.poll()) != null) {
                allocator.pool(home.sizeClass()).give(home);
            }
        }
    }

    private void addUsed(int bytes) {
        USED.setOpaque(this, (long) USED.get(this) + bytes);
    }
}
