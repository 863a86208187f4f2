package dev.outboard.rpc.netty;

import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One timer for all deadlines of a connection. It is only ever set earlier; when it rings, its owner looks at what is
 * due and sets it again. So calls with like timeouts cost one timer per timeout and not one per call. Belongs to the
 * event loop.
 */
final class Alarm implements Runnable {
    private final EventLoop eventLoop;
    private final Runnable action;
    private @Nullable Future<?> timer;
    private long dueNanos;

    Alarm(EventLoop eventLoop, Runnable action) {
        this.eventLoop = eventLoop;
        this.action = action;
    }

    /** Makes it ring at {@code deadlineNanos} at the latest. */
    void ringBy(long deadlineNanos, long nowNanos) {
        Future<?> set = timer;
        if (set != null) {
            if (deadlineNanos - dueNanos >= 0) {
                return;
            }
            set.cancel(false);
        }
        dueNanos = deadlineNanos;
        timer = eventLoop.schedule(this, Math.max(0, deadlineNanos - nowNanos), TimeUnit.NANOSECONDS);
    }

    /** Keeps it from ringing. */
    void stop() {
        Future<?> set = timer;
        timer = null;
        if (set != null) {
            set.cancel(false);
        }
    }

    @Override
    public void run() {
        timer = null;
        action.run();
    }
}
