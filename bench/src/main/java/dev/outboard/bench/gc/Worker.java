package dev.outboard.bench.gc;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** One of the two threads that make messages and handle them. */
final class Worker<F> implements Runnable {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final InFlight<F> inFlight;
    private final LiveSet live;
    private final SplittableRandom random;
    private final long ratePerSecond;
    private final long sleepNanos;
    private final Histogram latency = new Histogram(1, TimeUnit.MINUTES.toNanos(10), 3);
    private long idleLateNanos;

    /** 0 until the window starts, then its start; later the end in {@link #windowEnd}. */
    private volatile long windowStart;

    private volatile long windowEnd = Long.MAX_VALUE;
    private volatile boolean stopped;

    /**
     * @param ratePerSecond messages per second of this worker; 0 runs flat out and measures no latency
     * @param sleepNanos before each message of an open load; 0 but where a slow generator is planted
     */
    Worker(InFlight<F> inFlight, LiveSet live, long seed, long ratePerSecond, long sleepNanos) {
        this.inFlight = inFlight;
        this.live = live;
        this.random = new SplittableRandom(seed);
        this.ratePerSecond = ratePerSecond;
        this.sleepNanos = sleepNanos;
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
        inFlight.discardAll();
    }

    /** What it holds. */
    InFlight<F> inFlight() {
        return inFlight;
    }

    /** What it slept in the window while a message was due; after the worker's thread ended. */
    long idleLateNanos() {
        return idleLateNanos;
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
            awaitDue(due);
            handleNext();
            record(due, System.nanoTime());
        }
        // Still waiting when the window closed: they count with the time they have waited by then.
        long end = windowEnd;
        for (long n = inFlight.sequence(); end != Long.MAX_VALUE && start + dueAfter(n) < end; n++) {
            record(start + dueAfter(n), end);
        }
    }

    private void awaitDue(long due) {
        long from = System.nanoTime();
        long until = sleepNanos == 0 ? due : Math.max(due, from + sleepNanos);
        long now = from;
        while (now < until) {
            LockSupport.parkNanos(until - now);
            now = System.nanoTime();
        }
        // Every tick wakes a thread some ten microseconds late; what counts is to sleep on, or to begin when one is
        // due.
        boolean tooLong = due < from || now - due > TICK_NANOS;
        if (now != from && tooLong && windowStart != 0 && now < windowEnd) {
            idleLateNanos += now - Math.max(from, due);
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
        int user = live.anyUser(random);
        inFlight.handle(Order.request(inFlight.sequence(), user, random), user);
    }
}
