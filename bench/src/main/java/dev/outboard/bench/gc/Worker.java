package dev.outboard.bench.gc;

import dev.outboard.codec.FrameBudgetException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One of the two threads that make and handle messages. Each message: the frame that has been in this slot of the
 * in-flight ring for the longest is decoded, compared with what was sent and given up; then a new request is made,
 * encoded into a new frame and put in its place.
 */
final class Worker<F> implements Runnable {
    private static final int SLOTS = 512;
    /** One message of so many changes its user's session. */
    private static final int CHANGES_ONE_OF = 100;

    private static final int PUBLISH_MASK = 255;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Ownership<F> ownership;
    private final LiveSet live;
    private final SplittableRandom random;
    private final long ratePerSecond;
    private final @Nullable Object[] ring = new Object[SLOTS];
    private final @Nullable Order[] sent = new Order[SLOTS];
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong mismatched = new AtomicLong();
    private final Histogram latency = new Histogram(1, TimeUnit.MINUTES.toNanos(10), 3);
    private long sequence;

    /** 0 until the window starts, then its start; later the end in {@link #windowEnd}. */
    private volatile long windowStart;

    private volatile long windowEnd = Long.MAX_VALUE;
    private volatile boolean stopped;

    /**
     * @param ratePerSecond messages per second of this worker; 0 runs flat out and measures no latency
     */
    Worker(Ownership<F> ownership, LiveSet live, long seed, long ratePerSecond) {
        this.ownership = ownership;
        this.live = live;
        this.random = new SplittableRandom(seed);
        this.ratePerSecond = ratePerSecond;
    }

    @Override
    public void run() {
        if (ratePerSecond == 0) {
            while (!stopped) {
                handleNext();
            }
        } else {
            runAtRate();
        }
        messages.set(sequence);
        discardRing();
    }

    /** Messages handled so far; lags behind by up to 255. Any thread. */
    long messages() {
        return messages.get();
    }

    /** Messages refused so far. Any thread. */
    long failed() {
        return failed.get();
    }

    /** Messages that came back other than they were sent, so far. Any thread. */
    long mismatched() {
        return mismatched.get();
    }

    /** From now on latency counts. Any thread. */
    void openWindow() {
        windowStart = System.nanoTime();
    }

    /** From now on latency counts no more. Any thread. */
    void closeWindow() {
        windowEnd = System.nanoTime();
    }

    /** Ends {@link #run} soon. Any thread. */
    void stop() {
        stopped = true;
    }

    /** Adds what was recorded; after the worker's thread ended. */
    void addLatencyTo(Histogram total) {
        total.add(latency);
    }

    /**
     * Messages are due in bunches, on ticks of a millisecond, whatever the worker is doing: what a pause holds up counts
     * from when it was due.
     */
    private void runAtRate() {
        long start = System.nanoTime();
        for (long n = 0; !stopped; n++) {
            long due = start + dueAfter(n);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            handleNext();
            record(due, System.nanoTime());
        }
        // Still waiting when the window closed: they count with the time they have waited by then.
        long end = windowEnd;
        for (long n = sequence; end != Long.MAX_VALUE && start + dueAfter(n) < end; n++) {
            record(start + dueAfter(n), end);
        }
    }

    private long dueAfter(long n) {
        long nanos = n / ratePerSecond * 1_000_000_000L + n % ratePerSecond * 1_000_000_000L / ratePerSecond;
        return nanos - nanos % TICK_NANOS;
    }

    private void record(long due, long done) {
        if (windowStart != 0 && due >= windowStart && due < windowEnd) {
            latency.recordValue(Math.max(1, done - due));
        }
    }

    private void handleNext() {
        int slot = (int) sequence & SLOTS - 1;
        Object frame = ring[slot];
        if (frame != null) {
            ring[slot] = null;
            receive(slot, frame);
        }
        int user = live.anyUser(random);
        Order request = Order.request(sequence, user, random);
        try {
            ring[slot] = ownership.send(request);
            sent[slot] = request;
        } catch (OutOfMemoryError e) {
            refused(e);
        } catch (FrameBudgetException e) {
            failed.lazySet(failed.get() + 1);
        }
        if (++sequence % CHANGES_ONE_OF == 0) {
            live.remember(user, sequence);
        }
        if ((sequence & PUBLISH_MASK) == 0) {
            messages.lazySet(sequence);
        }
    }

    @SuppressWarnings("unchecked")
    private void receive(int slot, Object frame) {
        Order received = ownership.receive((F) frame);
        Order expected = sent[slot];
        if (expected == null || !received.sameAs(expected)) {
            mismatched.lazySet(mismatched.get() + 1);
        }
    }

    /** Native memory that is refused is a message lost; a full heap is the end of the run. */
    private void refused(OutOfMemoryError e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("heap") || message.contains("GC overhead")) {
            throw e;
        }
        failed.lazySet(failed.get() + 1);
    }

    @SuppressWarnings("unchecked")
    private void discardRing() {
        for (int slot = 0; slot < SLOTS; slot++) {
            Object frame = ring[slot];
            if (frame != null) {
                ring[slot] = null;
                ownership.discard((F) frame);
            }
        }
    }
}
