package dev.outboard.rpc.channel;

import java.util.concurrent.Delayed;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler with one daemon thread, which starts with the first task. */
final class TimerThread implements ChannelScheduler, AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;

    TimerThread(String name) {
        executor = new ScheduledThreadPoolExecutor(1, action -> {
            Thread thread = new Thread(action, name);
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(true);
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    public Task schedule(Runnable action, long delayNanos) {
        Future<?> task = executor.schedule(action, delayNanos, TimeUnit.NANOSECONDS);
        return () -> task.cancel(false);
    }

    /** What is due now still runs, for somebody waits to hear of it; the rest does not. */
    @Override
    public void close() {
        executor.shutdown();
        for (Runnable task : executor.getQueue()) {
            if (task instanceof Future<?> future
                    && task instanceof Delayed delayed
                    && delayed.getDelay(TimeUnit.NANOSECONDS) > 0) {
                future.cancel(false);
            }
        }
    }
}
