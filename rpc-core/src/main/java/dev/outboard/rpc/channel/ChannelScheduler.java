package dev.outboard.rpc.channel;

import java.util.concurrent.RejectedExecutionException;

/** The time of a channel: its clock, and what happens later. Any thread. */
public interface ChannelScheduler {
    /** Nanoseconds since some fixed moment; only differences mean anything. */
    long nanoTime();

    /**
     * Has {@code action}, which does not block, run once, {@code delayNanos} from now, 0 or more; never inside this call.
     *
     * @throws RejectedExecutionException where the scheduler is closed
     */
    Task schedule(Runnable action, long delayNanos);

    /** Something that is to happen. */
    @FunctionalInterface
    interface Task {
        /** Keeps it from happening, if it has not begun. */
        void cancel();
    }
}
