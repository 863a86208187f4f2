package dev.outboard.im.server;

import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerConnection;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shard's queue and the thread that empties it. Entries are offered by any thread; the thread hands each message to
 * the shard's members, and parks when there is nothing to do.
 */
final class PoolWorker implements Runnable, AutoCloseable {
    /** Recipients that all workers of a pool have dealt with. */
    static final class Progress {
        /** Their connections took the message. */
        final LongAdder accepted = new LongAdder();
        /** Their fate is known, or their connection's to tell; added after the other counts. */
        final LongAdder taken = new LongAdder();
    }

    private static final Logger LOG = LoggerFactory.getLogger(PoolWorker.class);

    private final int shard;
    private final MpscVarHandleArrayQueue<Fanout> queue;
    private final Counters counters;
    private final Progress progress;
    private final Thread thread;
    private volatile boolean parked;
    private volatile boolean closed;

    /**
     * @param progress to which this worker adds what it has done
     */
    PoolWorker(int shard, int capacity, Counters counters, Progress progress, ThreadFactory threads) {
        this.shard = shard;
        this.queue = new MpscVarHandleArrayQueue<>(capacity);
        this.counters = counters;
        this.progress = progress;
        this.thread = threads.newThread(this);
        thread.start();
    }

    /** Queues a message, taking a reference to its push; false where the queue is full. Any thread. */
    boolean offer(Fanout fanout) {
        fanout.push().retain();
        if (!queue.offer(fanout)) {
            fanout.push().release();
            return false;
        }
        // The queue's producer index went up by a volatile write before this volatile read, and the worker sets the
        // flag before it reads that index: one of the two sees the other, and no entry waits beside a parked worker.
        if (parked) {
            LockSupport.unpark(thread);
        }
        return true;
    }

    /** Messages that wait. Any thread. */
    int queued() {
        return queue.size();
    }

    @Override
    public void run() {
        while (!closed) {
            Fanout next = queue.poll();
            if (next == null) {
                park();
            } else {
                deliver(next);
            }
        }
        queue.drain(left -> left.push().release());
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

    private void deliver(Fanout fanout) {
        EncodedPush push = fanout.push();
        try {
            push(push, fanout.members());
        } catch (RuntimeException e) {
            LOG.error("A message was not handed to all of its members", e);
        } finally {
            push.release();
        }
    }

    private void push(EncodedPush push, Members members) {
        int count = members.count(shard);
        int offline = 0;
        int slow = 0;
        int refused = 0;
        for (int i = 0; i < count; i++) {
            ServerConnection connection = members.get(shard, i).connection();
            SendResult result = connection == null ? SendResult.CLOSED : connection.push(push);
            if (result == SendResult.CLOSED) {
                offline++;
            } else if (result == SendResult.QUEUE_FULL) {
                slow++;
            } else if (result == SendResult.TOO_LARGE) {
                refused++;
            }
        }
        add(counters.offline, offline);
        add(counters.slowConsumer, slow);
        add(counters.refused, refused);
        progress.accepted.add(count - offline - slow - refused);
        progress.taken.add(count);
    }

    private static void add(LongAdder counter, int value) {
        if (value != 0) {
            counter.add(value);
        }
    }
}
