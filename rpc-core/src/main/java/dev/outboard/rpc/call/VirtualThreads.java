package dev.outboard.rpc.call;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A virtual thread for each piece of work, up to a bound: work beyond it is refused, as with {@link WorkerPool}. Takes a JDK
 * that has them, 21 or later (JEP 444). Submit on any thread.
 */
public final class VirtualThreads implements AutoCloseable {
    private static final int FIRST_JDK = 21;
    private static final long CLOSE_GRACE_MILLIS = 2_000;
    private static final Logger LOG = LoggerFactory.getLogger(VirtualThreads.class);
    private static final VarHandle RUNNING;

    static {
        try {
            RUNNING = MethodHandles.lookup().findVarHandle(VirtualThreads.class, "running", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int most;
    private final ExecutorService threads;

    @SuppressWarnings("UnusedVariable") // through RUNNING
    private volatile int running;

    /**
     * Starts no thread yet.
     *
     * @param most pieces of work at a time, 1 or more
     * @throws IllegalStateException on a JDK without virtual threads
     */
    public VirtualThreads(int most) {
        if (!areAvailable()) {
            throw new IllegalStateException("execution: VIRTUAL_THREADS on JDK "
                    + Runtime.version().feature() + " (expected: " + FIRST_JDK + " or later)");
        }
        this.most = most;
        this.threads = newExecutor();
    }

    /** Whether this JDK has them. */
    public static boolean areAvailable() {
        return Runtime.version().feature() >= FIRST_JDK;
    }

    /**
     * Runs the work on a thread of its own.
     *
     * @return false where as many run as may, or this is closed; the work stays the caller's
     */
    public boolean submit(WorkerPool.Work work) {
        int before;
        do {
            before = running;
            if (before >= most) {
                return false;
            }
        } while (!RUNNING.compareAndSet(this, before, before + 1));
        try {
            threads.execute(() -> run(work));
            return true;
        } catch (RejectedExecutionException e) {
            RUNNING.getAndAdd(this, -1);
            return false;
        }
    }

    private void run(WorkerPool.Work work) {
        try {
            work.run();
        } catch (Throwable t) {
            LOG.error("virtual thread: work threw (expected: it catches)", t);
        } finally {
            RUNNING.getAndAdd(this, -1);
        }
    }

    /** Pieces of work that run; a snapshot. */
    public int running() {
        return running;
    }

    /** Lets what runs come to its end, interrupting it after two seconds, and waits for two more. */
    @Override
    public void close() {
        threads.shutdown();
        boolean interrupted = false;
        try {
            if (!threads.awaitTermination(CLOSE_GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
                if (!threads.awaitTermination(CLOSE_GRACE_MILLIS, TimeUnit.MILLISECONDS)) {
                    LOG.warn("virtual threads: {} still in a handler (expected: it returns when interrupted)", running);
                }
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** By reflection: this is compiled for a JDK that does not have them. */
    private static ExecutorService newExecutor() {
        try {
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Object unnamed = Thread.class.getMethod("ofVirtual").invoke(null);
            Object named = type.getMethod("name", String.class, long.class).invoke(unnamed, "outboard-virtual-", 0L);
            Object factory = type.getMethod("factory").invoke(named);
            return (ExecutorService) Executors.class
                    .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                    .invoke(null, factory);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("virtual threads: " + e.getCause(), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("virtual threads: " + e, e);
        }
    }
}
