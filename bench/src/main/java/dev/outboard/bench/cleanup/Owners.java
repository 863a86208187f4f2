package dev.outboard.bench.cleanup;

import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** One part at a time, and who closes it. The timer starts a thread when it is first used. One thread. */
final class Owners implements AutoCloseable {
    static final int TICK_MILLIS = 10;
    private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private static final Cleaner CLEANER = Cleaner.create();

    private final HashedWheelTimer timer =
            new HashedWheelTimer(new DefaultThreadFactory("cleanup-timer", true), TICK_MILLIS, TimeUnit.MILLISECONDS);
    private final ArrayDeque<Part> pool = new ArrayDeque<>();
    private final LongAdder cleaned = new LongAdder();

    /** A new one, closed by hand. */
    long manual(Parts parts) {
        final Part part = parts.openNew();
        final long open = parts.open();
        part.close();
        return open;
    }

    /** One from a pool, which gets it back. */
    long pool(Parts parts) {
        Part part = pool.poll();
        part = part == null ? parts.openNew() : parts.reopened(part);
        final long open = parts.open();
        part.close();
        pool.push(part);
        return open;
    }

    /** A new one behind a Cleaner, closed through it by hand. */
    long cleaned(Parts parts) {
        final Part part = parts.openNew();
        final Holder holder = new Holder(parts.open());
        final Cleaner.Cleanable cleanable = CLEANER.register(holder, part::close);
        final long open = holder.open;
        cleanable.clean();
        return open;
    }

    /** A new one that nobody closes: the collector finds it, and the Cleaner's thread counts it. */
    long left(Parts parts) {
        final Holder holder = new Holder(parts.open());
        final LongAdder count = cleaned;
        CLEANER.register(holder, count::increment);
        return holder.open + 1;
    }

    /** A new one with a deadline on a timer, closed by hand before. */
    @SuppressWarnings("try") // that nobody uses what is opened
    long deadline(Parts parts) {
        final Part part = parts.openNew();
        try (DeadlineScope scope = DeadlineScope.open(timer, DEADLINE_NANOS, part)) {
            return parts.open();
        }
    }

    /** Parts that {@link #left} has opened and the Cleaner's thread has closed. */
    long cleanedLater() {
        return cleaned.sum();
    }

    @Override
    public void close() {
        timer.stop();
    }

    /** What becomes unreachable. */
    private static final class Holder {
        private final long open;

        Holder(long open) {
            this.open = open;
        }
    }
}
