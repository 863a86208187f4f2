package dev.outboard.rpc.call;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads, a bounded queue of work that any of them does, and one of each for work that is done in order. Work never
 * waits for room: where there is none it is refused, and the caller says so to whoever asked.
 *
 * <p>Submitting wakes nobody; {@link #wake} does, once for any amount of work. One sleeper is woken at a time, and wakes the next
 * where it finds more than it takes: pieces that are shorter than a wake-up are done by few threads, and longer ones by all. While a
 * thread has nothing to do, no work waits for one that is busy, but for work that is done in order.
 *
 * <p>Any thread.
 */
public final class WorkerPool implements AutoCloseable {
    private static final long CLOSE_GRACE_MILLIS = 2_000;
    private static final int LEAST_CAPACITY = 2;

    private final MpmcVarHandleArrayQueue<Work> shared;
    private final Worker[] workers;
    private volatile boolean closed;

    /** A piece of work; reused by its owner, so the pool makes nothing. */
    public interface Work {
        /** Does it, on a worker. Throws nothing. */
        void run();

        /** Gives up what it holds: it will not be run. */
        void abandon();
    }

    /**
     * Starts the threads.
     *
     * @param queueCapacity pieces of work that may wait for each worker: so many in each worker's own queue, and so many times the
     *     workers in the one of all; both rounded up to a power of two, 2 at the least
     */
    public WorkerPool(int workers, int queueCapacity, ThreadFactory threads) {
        this.shared = new MpmcVarHandleArrayQueue<>(
                (int) Math.min(1 << 30, Math.max(LEAST_CAPACITY, (long) workers * queueCapacity)));
        this.workers = new Worker[workers];
        for (int i = 0; i < workers; i++) {
            this.workers[i] = new Worker(this, queueCapacity, threads);
        }
        for (Worker worker : this.workers) {
            worker.start();
        }
    }

    /**
     * Queues work for whichever worker comes first; {@link #wake} has to follow.
     *
     * @return false where the queue is full; the work stays the caller's
     */
    public boolean submit(Work work) {
        return shared.offer(work);
    }

    /**
     * Queues work for the one worker that serves {@code key}, behind all earlier work of that key; {@link #wake} has to follow.
     *
     * @return false where that queue is full; the work stays the caller's
     */
    public boolean submitInOrder(Work work, long key) {
        return workers[(int) Math.floorMod(key, (long) workers.length)].offer(work);
    }

    /** Sees to it that what was submitted is done: wakes who has to do it, and of those who may do it one, unless one is looking. */
    public void wake() {
        boolean wanted = hasWork() && !isLooking();
        for (Worker worker : workers) {
            if ((wanted || worker.hasOwn()) && worker.wake()) {
                wanted = false;
            }
        }
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed;
    }

    /** Pieces of work that wait, over all workers; a snapshot. */
    public int queued() {
        int sum = shared.size();
        for (Worker worker : workers) {
            sum += worker.queued();
        }
        return sum;
    }

    /**
     * Lets each worker finish the piece it has, interrupting it after two seconds, and abandons the rest. What is submitted
     * while this runs is ended, too, where {@link #isClosed} says false behind that.
     */
    @Override
    public void close() {
        closed = true;
        for (Worker worker : workers) {
            worker.stop();
        }
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_GRACE_MILLIS);
        for (Worker worker : workers) {
            worker.join(deadline);
        }
        Work work;
        while ((work = shared.poll()) != null) {
            work.abandon();
        }
    }

    // ---- workers

    @Nullable
    Work poll() {
        return shared.poll();
    }

    boolean hasWork() {
        return !shared.isEmpty();
    }

    private boolean isLooking() {
        for (Worker worker : workers) {
            if (worker.isLooking()) {
                return true;
            }
        }
        return false;
    }
}
