package dev.outboard.rpc.channel;

import dev.outboard.testing.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that a test moves: what is due runs on the test's thread, in {@link #advance} and {@link #runDue}. */
public final class FakeScheduler implements ChannelScheduler {
    private final FakeClock clock = new FakeClock();
    private final List<Due> tasks = new ArrayList<>();
    private long sequence;

    private record Due(Runnable action, long nanos, long sequence) {}

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    public synchronized Task schedule(Runnable action, long delayNanos) {
        Due due = new Due(action, clock.nanoTime() + delayNanos, sequence++);
        tasks.add(due);
        return () -> remove(due);
    }

    private synchronized void remove(Due due) {
        tasks.remove(due);
    }

    /** Moves time, then runs what is due. */
    public void advance(Duration step) {
        clock.advance(step);
        runDue();
    }

    /** Runs what is due, in its order. */
    public void runDue() {
        for (Due due = next(); due != null; due = next()) {
            due.action.run();
        }
    }

    /** Tasks that lie in the future. */
    public synchronized int pending() {
        return tasks.size();
    }

    private synchronized Due next() {
        long now = clock.nanoTime();
        Due next = tasks.stream()
                .filter(task -> task.nanos - now <= 0)
                .min(Comparator.comparingLong((Due task) -> task.nanos - now).thenComparingLong(Due::sequence))
                .orElse(null);
        tasks.remove(next);
        return next;
    }
}
