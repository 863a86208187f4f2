package dev.outboard.im.server;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Fan-out as many systems have grown it, kept for comparison: one task per recipient per message. Each task encodes the
 * message for itself and blocks until its copy is with the operating system or the time is up. Tasks of the same
 * recipient overtake each other, so there is no order.
 */
final class PerRecipientDispatcher implements Dispatcher {
    private final Mode mode;
    private final ExecutorService tasks;
    private final Outbound outbound;
    private final Counters counters;
    private final Duration pushTimeout;
    private final LongAdder started = new LongAdder();
    private final LongAdder handedOver = new LongAdder();
    private final LongAdder ended = new LongAdder();

    private PerRecipientDispatcher(
            Mode mode, ExecutorService tasks, Duration pushTimeout, Outbound outbound, Counters counters) {
        this.mode = mode;
        this.tasks = tasks;
        this.outbound = outbound;
        this.counters = counters;
        this.pushTimeout = pushTimeout;
    }

    /**
     * On threads, as many as it takes: a pool without a bound.
     *
     * @param pushTimeout how long one push blocks its thread
     */
    static PerRecipientDispatcher onThreads(Duration pushTimeout, Outbound outbound, Counters counters) {
        ExecutorService tasks = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), PerRecipientDispatcher::thread);
        return new PerRecipientDispatcher(Mode.PER_RECIPIENT, tasks, pushTimeout, outbound, counters);
    }

    /** On virtual threads, one for each task. Takes JDK 21 or later. */
    static PerRecipientDispatcher onVirtualThreads(Duration pushTimeout, Outbound outbound, Counters counters) {
        return new PerRecipientDispatcher(
                Mode.PER_RECIPIENT_VIRTUAL, newVirtualThreads(), pushTimeout, outbound, counters);
    }

    /** On a fixed number of threads that share one bounded queue: a pool in name, with the push that blocks. */
    static PerRecipientDispatcher onFixedPool(
            int threads, int capacity, Duration pushTimeout, Outbound outbound, Counters counters) {
        ExecutorService tasks = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(capacity),
                PerRecipientDispatcher::thread);
        return new PerRecipientDispatcher(Mode.POOL_BLOCKING, tasks, pushTimeout, outbound, counters);
    }

    @Override
    public Mode mode() {
        return mode;
    }

    @Override
    public boolean followsPushes() {
        return true;
    }

    @Override
    public int shards() {
        return 1;
    }

    @Override
    public void publish(Group group, Publication publication) {
        Members members = group.number(publication);
        HeapMessage message = HeapMessage.of(publication);
        int total = members.total();
        counters.broadcasts.increment();
        counters.offered.add(total);
        started.add(total);
        long begun = counters.latency.begin();
        int dropped = 0;
        for (int i = 0; i < total; i++) {
            dropped += start(new PushTask(
                            members.get(0, i), message, begun, pushTimeout, outbound, counters, handedOver, ended))
                    ? 0
                    : 1;
        }
        publication.outcome(total, dropped);
    }

    @Override
    public long written() {
        return counters.written.sum();
    }

    @Override
    public long writtenToOpen() {
        return outbound.writtenToOpen();
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
    public long waiting() {
        // In this order the difference is never too small.
        long over = handedOver.sum();
        return started.sum() - over;
    }

    @Override
    public long queued() {
        return inFlight();
    }

    /** Tasks that wait for a peer go on until they know. */
    @Override
    public void retire() {
        tasks.shutdown();
    }

    @Override
    public void close() {
        tasks.shutdownNow();
    }

    /** Gives the task to a thread; false where it was dropped because the queue is full. */
    private boolean start(PushTask task) {
        try {
            tasks.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            if (mode.guarantees().bounded()) {
                task.dropped();
                return false;
            }
            task.refused();
            return true;
        } catch (OutOfMemoryError e) {
            // "Unable to create native thread": the pool has no bound of its own, so it meets the system's.
            task.refused();
            return true;
        }
    }

    /** A plain thread: only the event loops and the fixed workers have frame caches of their own. */
    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "im-push");
        thread.setDaemon(true);
        return thread;
    }

    /** By reflection: this is compiled for a JDK that does not have them. */
    private static ExecutorService newVirtualThreads() {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("virtual threads: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("virtual threads: " + e, e);
        }
    }
}
