package dev.outboard.bench.cleanup;

import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.TimerTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Releases one thing when it closes, or at its deadline on the timer's thread, whichever is first, and once. Any thread closes.
 *
 * <p>One that does not cancel stays with the timer until its deadline, with all that it refers to, however early it was closed. That
 * is the article's own pattern, and its leak.
 */
public final class DeadlineScope implements AutoCloseable, TimerTask {
    private final ReleaseScope.Release release;
    private final boolean cancels;
    private final AtomicBoolean released = new AtomicBoolean();
    private final Timeout timeout;

    private DeadlineScope(Timer timer, long nanos, ReleaseScope.Release release, boolean cancels) {
        this.release = release;
        this.cancels = cancels;
        this.timeout = timer.newTimeout(this, nanos, TimeUnit.NANOSECONDS);
    }

    /** One whose timeout is cancelled when it closes. <em>Consumes</em> the release. */
    public static DeadlineScope open(Timer timer, long nanos, ReleaseScope.Release release) {
        return new DeadlineScope(timer, nanos, release, true);
    }

    /** One that nobody cancels. <em>Consumes</em> the release. */
    static DeadlineScope leaking(Timer timer, long nanos, ReleaseScope.Release release) {
        return new DeadlineScope(timer, nanos, release, false);
    }

    @Override
    public void run(Timeout expired) {
        releaseOnce();
    }

    @Override
    public void close() {
        if (cancels) {
            timeout.cancel();
        }
        releaseOnce();
    }

    private void releaseOnce() {
        if (released.compareAndSet(false, true)) {
            release.release();
        }
    }
}
