package dev.outboard.im.server;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Fan-out as many systems have grown it, kept for comparison: one task per recipient per message on a pool without a
 * bound. Each task encodes the message for itself and blocks until its copy is with the operating system or the time is
 * up. Tasks of the same recipient overtake each other, so there is no order.
 */
final class PerRecipientDispatcher implements Dispatcher {
    private final Outbound outbound;
    private final Counters counters;
    private final Duration pushTimeout;
    private final LongAdder started = new LongAdder();
    private final LongAdder ended = new LongAdder();
    private final ThreadPoolExecutor tasks = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), PerRecipientDispatcher::thread);

    /**
     * @param pushTimeout how long one push blocks its thread
     */
    PerRecipientDispatcher(Duration pushTimeout, Outbound outbound, Counters counters) {
        this.outbound = outbound;
        this.counters = counters;
        this.pushTimeout = pushTimeout;
    }

    @Override
    public String mode() {
        return "per-recipient";
    }

    @Override
    public Guarantees guarantees() {
        return new Guarantees(false, false);
    }

    @Override
    public int shards() {
        return 1;
    }

    @Override
    public void publish(Group group, Publication publication) {
        Members members = number(group, publication);
        HeapMessage message = HeapMessage.of(publication);
        int total = members.total();
        counters.broadcasts.increment();
        counters.offered.add(total);
        started.add(total);
        for (int i = 0; i < total; i++) {
            start(new PushTask(members.get(0, i), message, pushTimeout, outbound, counters, ended));
        }
        publication.outcome(total, 0);
    }

    @Override
    public long written() {
        return counters.written.sum();
    }

    @Override
    public long closed() {
        return counters.closed.sum();
    }

    @Override
    public long inFlight() {
        // In this order the difference is never too small.
        long over = ended.sum();
        return started.sum() - over;
    }

    @Override
    public long queued() {
        return tasks.getActiveCount();
    }

    @Override
    public void close() {
        tasks.shutdownNow();
    }

    private static Members number(Group group, Publication publication) {
        group.order().lock();
        try {
            publication.sequence(group.nextSequence());
            group.advance();
            return group.members();
        } finally {
            group.order().unlock();
        }
    }

    private void start(PushTask task) {
        try {
            tasks.execute(task);
        } catch (OutOfMemoryError | RejectedExecutionException e) {
            // "Unable to create native thread": the pool has no bound of its own, so it meets the system's.
            task.refused();
        }
    }

    /** A plain thread: only the event loops and the fixed workers have frame caches of their own. */
    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "im-push");
        thread.setDaemon(true);
        return thread;
    }
}
