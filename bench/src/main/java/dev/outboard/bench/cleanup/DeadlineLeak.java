package dev.outboard.bench.cleanup;

import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Scopes with a deadline that were all closed long before it: what the timer still holds of them.
 *
 * @param scopes opened and closed, of each kind
 * @param released of both kinds together
 * @param pendingCancelled timeouts that are left of those that cancel when they close
 * @param pendingLeaking timeouts that are left of those that do not
 * @param bytesPerLeaking of heap, collected, for each of these
 */
record DeadlineLeak(int scopes, long released, long pendingCancelled, long pendingLeaking, double bytesPerLeaking) {
    private static final long DEADLINE_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Opens and closes so many of each kind in this JVM. */
    static DeadlineLeak measure(int scopes) {
        final AtomicLong released = new AtomicLong();
        final HashedWheelTimer cancelled = timer();
        final HashedWheelTimer leaking = timer();
        try {
            for (int i = 0; i < scopes; i++) {
                DeadlineScope.open(cancelled, DEADLINE_NANOS, released::incrementAndGet)
                        .close();
            }
            final long pendingCancelled = settled(cancelled);
            final long before = heap();
            for (int i = 0; i < scopes; i++) {
                DeadlineScope.leaking(leaking, DEADLINE_NANOS, released::incrementAndGet)
                        .close();
            }
            final double bytes = (double) (heap() - before) / scopes;
            return new DeadlineLeak(scopes, released.get(), pendingCancelled, leaking.pendingTimeouts(), bytes);
        } finally {
            cancelled.stop();
            leaking.stop();
        }
    }

    /** What is wrong, or an empty string. */
    String failure() {
        return released == 2L * scopes && pendingCancelled == 0
                ? ""
                : "deadline scopes: " + released + " released, " + pendingCancelled
                        + " timeouts left of those that cancel" + " (expected: " + 2L * scopes + " and 0)";
    }

    private static HashedWheelTimer timer() {
        return new HashedWheelTimer(
                new DefaultThreadFactory("cleanup-timer", true), Owners.TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** The timer forgets what was cancelled with its next tick. */
    private static long settled(HashedWheelTimer timer) {
        final long end = System.nanoTime() + PATIENCE_NANOS;
        while (timer.pendingTimeouts() > 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Owners.TICK_MILLIS));
        }
        return timer.pendingTimeouts();
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
