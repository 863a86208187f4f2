package dev.outboard.im.load;

import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Sends at a rate, whatever becomes of earlier messages: each is intended for a time of the schedule and
 * says so. Where the sender falls behind it catches up without moving the intended times, so that the wait is part of
 * every latency measured from them (no coordinated omission).
 */
final class OpenLoop implements Pace {
    private final Sender publisher;
    private final Schedule schedule;
    private final Histogram lags = new Histogram(Tally.MAX_LATENCY_NANOS, 3);
    private final Thread sender = new Thread(this::run, "im-load-pace");
    private volatile long endNanos;
    private volatile boolean ending;

    OpenLoop(Sender publisher, double ratePerSecond) {
        this(publisher, Schedule.perSecond(ratePerSecond));
    }

    OpenLoop(Sender publisher, Schedule schedule) {
        this.publisher = publisher;
        this.schedule = schedule;
        sender.setDaemon(true);
    }

    @Override
    public void start() {
        sender.start();
    }

    /** Messages intended until now are sent all the same: one that is late must not be missing from the figures. */
    @Override
    public void stop() {
        if (!ending) {
            endNanos = System.nanoTime();
            ending = true;
        }
        LockSupport.unpark(sender);
        try {
            sender.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void complete(Broadcast broadcast) {
        // The next message does not wait for this one.
    }

    @Override
    public void failed(Broadcast broadcast) {
        // The publisher counts it; the next message has its own time.
    }

    @Override
    public long abandoned() {
        return 0;
    }

    @Override
    public long sendLagNanos() {
        return lags.getValueAtPercentile(99);
    }

    private void send(long intended) {
        Broadcast next = publisher.next(intended, 0);
        if (next != null) {
            publisher.send(next, this);
        }
    }

    private void run() {
        long start = System.nanoTime();
        for (long i = 0; ; i++) {
            long offset = schedule.offsetNanos(i);
            if (offset == Schedule.END) {
                return;
            }
            long intended = start + offset;
            long early;
            while ((early = intended - System.nanoTime()) > 0 && !ending) {
                LockSupport.parkNanos(this, early);
            }
            if (ending && intended - endNanos >= 0) {
                return;
            }
            lags.recordValue(Math.min(Math.max(0, -early), Tally.MAX_LATENCY_NANOS));
            send(intended);
        }
    }
}
