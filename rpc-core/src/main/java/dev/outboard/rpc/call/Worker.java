package dev.outboard.rpc.call;

import dev.outboard.rpc.call.WorkerPool.Work;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread of a {@link WorkerPool}: does the work that only it may do and the work that any may do, in turns. With neither it
 * looks again a few times, then parks.
 *
 * <p>No wake-up is lost: the worker says that it is parked before it looks at the queues for the last time, and who wakes
 * looks at the state after the work has its place in a queue, both with full fences. One of the two sees the other.
 */
final class Worker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final int LOOKS = 100;
    private static final int LEAST_CAPACITY = 2;

    private static final int RUNNING = 0;
    /** Looks at the queues, or was woken to do so. */
    private static final int LOOKING = 1;

    private static final int PARKED = 2;
    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(Worker.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final WorkerPool pool;
    /** Work that is done in order, by this worker. */
    private final MpscVarHandleArrayQueue<Work> own;

    private final Thread thread;
    private volatile int state;
    private volatile boolean stopped;
    private boolean ownFirst;

    Worker(WorkerPool pool, int queueCapacity, ThreadFactory threads) {
        this.pool = pool;
        this.own = new MpscVarHandleArrayQueue<>(Math.max(LEAST_CAPACITY, queueCapacity));
        this.thread = threads.newThread(this);
    }

    void start() {
        thread.start();
    }

    /** Whether it will look at the queues without being woken, and has nothing to do before. */
    boolean isLooking() {
        return state == LOOKING;
    }

    boolean hasOwn() {
        return !own.isEmpty();
    }

    int queued() {
        return own.size();
    }

    boolean offer(Work work) {
        return own.offer(work);
    }

    /** Has it look at the queues if it is parked; false where it is not. */
    boolean wake() {
        if (state != PARKED || !STATE.compareAndSet(this, PARKED, LOOKING)) {
            return false;
        }
        LockSupport.unpark(thread);
        return true;
    }

    @Override
    public void run() {
        while (!stopped) {
            Work work = next();
            if (work == null) {
                idle();
                continue;
            }
            if (state != RUNNING) {
                // Whoever saw it looking woke nobody: what else there is may be another's.
                state = RUNNING;
                pool.wake();
            }
            run(work);
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

    private @Nullable Work next() {
        ownFirst = !ownFirst;
        Work work = ownFirst ? own.poll() : pool.poll();
        if (work == null) {
            work = ownFirst ? pool.poll() : own.poll();
        }
        return work;
    }

    private void idle() {
        state = LOOKING;
        for (int i = 0; i < LOOKS; i++) {
            if (hasWork() || stopped) {
                return;
            }
            Thread.onSpinWait();
        }
        state = PARKED;
        if (!hasWork() && !stopped) {
            LockSupport.park(this);
        }
        state = LOOKING;
    }

    private boolean hasWork() {
        return hasOwn() || pool.hasWork();
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
        while ((work = own.poll()) != null) {
            work.abandon();
        }
    }
}
