package dev.outboard.rpc.call;

import dev.outboard.rpc.call.WorkerPool.Work;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread and its queue. An idle worker looks again a few times, then parks; a burst of work wakes it once.
 *
 * <p>No wake-up is lost: the worker says that it is idle before it looks at the queue for the last time, and who offers
 * looks at {@code idle} after having taken its place in the queue, both with full fences. One of the two sees the other.
 */
final class Worker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final int LOOKS = 100;
    private static final int LEAST_CAPACITY = 2;
    private static final VarHandle IDLE;

    static {
        try {
            IDLE = MethodHandles.lookup().findVarHandle(Worker.class, "idle", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final MpscVarHandleArrayQueue<Work> queue;
    private final Thread thread;
    private volatile boolean idle;
    private volatile boolean stopped;

    Worker(int queueCapacity, ThreadFactory threads) {
        this.queue = new MpscVarHandleArrayQueue<>(Math.max(LEAST_CAPACITY, queueCapacity));
        this.thread = threads.newThread(this);
    }

    void start() {
        thread.start();
    }

    boolean isIdle() {
        return idle;
    }

    int queued() {
        return queue.size();
    }

    boolean offer(Work work) {
        if (!queue.offer(work)) {
            return false;
        }
        if (idle && IDLE.compareAndSet(this, true, false)) {
            LockSupport.unpark(thread);
        }
        return true;
    }

    @Override
    public void run() {
        while (!stopped) {
            Work work = queue.poll();
            if (work != null) {
                run(work);
            } else {
                idle();
            }
        }
        abandonRest();
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    /** Waits for the thread, interrupting it at {@code deadlineNanos}; what its queue still holds is abandoned. */
    void join(long deadlineNanos) {
        boolean interrupted = false;
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadlineNanos - System.nanoTime()));
            if (thread.isAlive()) {
                thread.interrupt();
                TimeUnit.SECONDS.timedJoin(thread, 1);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (thread.isAlive()) {
            LOG.warn("worker {}: still in a handler (expected: it returns when interrupted)", thread.getName());
        } else {
            abandonRest();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void idle() {
        for (int i = 0; i < LOOKS; i++) {
            if (!queue.isEmpty() || stopped) {
                return;
            }
            Thread.onSpinWait();
        }
        idle = true;
        if (queue.isEmpty() && !stopped) {
            LockSupport.park(this);
        }
        idle = false;
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (Throwable t) {
            LOG.error("worker {}: work threw (expected: it catches)", thread.getName(), t);
        }
        // A handler's interrupt is its own affair; left set, it would turn parking into spinning.
        Thread.interrupted();
    }

    private void abandonRest() {
        Work work;
        while ((work = queue.poll()) != null) {
            work.abandon();
        }
    }
}
