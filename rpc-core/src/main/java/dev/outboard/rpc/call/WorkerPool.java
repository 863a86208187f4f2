package dev.outboard.rpc.call;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * A fixed number of threads, each with a bounded queue of its own. Work never waits for room: where there is none it is
 * refused, and the caller says so to whoever asked. Submit on any thread.
 */
public final class WorkerPool implements AutoCloseable {
    private static final long CLOSE_GRACE_MILLIS = 2_000;

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
     * @param queueCapacity pieces of work that may wait for one worker; rounded up to a power of two, 2 at the least
     */
    public WorkerPool(int workers, int queueCapacity, ThreadFactory threads) {
        this.workers = new Worker[workers];
        for (int i = 0; i < workers; i++) {
            this.workers[i] = new Worker(queueCapacity, threads);
        }
        for (Worker worker : this.workers) {
            worker.start();
        }
    }

    /**
     * Gives the work to an idle worker if there is one, else to the next with room.
     *
     * @param turn a number that the caller counts up, so that the work goes round
     * @return false where every queue is full; the work stays the caller's
     */
    public boolean submit(Work work, int turn) {
        int count = workers.length;
        int first = Math.floorMod(turn, count);
        for (int i = 0; i < count; i++) {
            Worker worker = workers[(first + i) % count];
            if (worker.isIdle() && worker.offer(work)) {
                return true;
            }
        }
        for (int i = 0; i < count; i++) {
            if (workers[(first + i) % count].offer(work)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Gives the work to the one worker that serves {@code key}, behind all earlier work of that key.
     *
     * @return false where that queue is full; the work stays the caller's
     */
    public boolean submitInOrder(Work work, long key) {
        return workers[(int) Math.floorMod(key, (long) workers.length)].offer(work);
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed;
    }

    /** Pieces of work that wait, over all workers; a snapshot. */
    public int queued() {
        int sum = 0;
        for (Worker worker : workers) {
            sum += worker.queued();
        }
        return sum;
    }

    /**
     * Lets each worker finish the piece it has, interrupting it after two seconds, and abandons the rest. Nothing may be
     * submitted any more when this is called.
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
    }
}
