package dev.outboard.im.server;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/** A shard with a thread of its own, which parks when there is nothing to do. */
final class PoolWorker implements Shard, Runnable {
    private final MpscVarHandleArrayQueue<Fanout> queue;
    private final Delivery delivery;
    private final Thread thread;
    private volatile boolean parked;
    private volatile boolean closed;

    /**
     * @param capacity messages that may wait; a power of two, or the next one above
     */
    PoolWorker(int capacity, Delivery delivery, ThreadFactory threads) {
        this.queue = new MpscVarHandleArrayQueue<>(capacity);
        this.delivery = delivery;
        this.thread = threads.newThread(this);
        thread.start();
    }

    @Override
    public boolean offer(Fanout fanout) {
        fanout.retain();
        if (!queue.offer(fanout)) {
            fanout.release();
            return false;
        }
        // The queue's producer index went up by a volatile write before this volatile read, and the worker sets the
        // flag before it reads that index: one of the two sees the other, and no entry waits beside a parked worker.
        if (parked) {
            LockSupport.unpark(thread);
        }
        return true;
    }

    @Override
    public int queued() {
        return queue.size();
    }

    @Override
    public void run() {
        while (!closed) {
            Fanout next = queue.poll();
            if (next == null) {
                park();
            } else {
                delivery.deliver(next);
            }
        }
        queue.drain(Fanout::release);
    }

    /** Stops the thread after the message it is at; those that wait are given up. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void park() {
        parked = true;
        if (queue.isEmpty() && !closed) {
            LockSupport.park(this);
        }
        parked = false;
    }
}
