package dev.outboard.im.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a number of messages under way: whoever notices that one is complete sends the next, at once and on the same
 * thread. A message that is not complete after {@link #PATIENCE_NANOS}, some member being gone or too slow, makes room
 * as well; a thread that looks around every few milliseconds sees to that and to failed ones.
 */
final class ClosedLoop implements Pace {
    /** Longer than a blocking push of the server's takes to be given up. */
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(6);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Sender publisher;
    private final AtomicReferenceArray<@Nullable Broadcast> slots;
    private final LongAdder abandoned = new LongAdder();
    private final Thread caretaker = new Thread(this::look, "im-load-pace");
    private volatile boolean running = true;

    ClosedLoop(Sender publisher, int outstanding) {
        this.publisher = publisher;
        this.slots = new AtomicReferenceArray<>(outstanding);
        caretaker.setDaemon(true);
    }

    @Override
    public void start() {
        caretaker.start();
    }

    @Override
    public void stop() {
        synchronized (this) {
            // Whoever is sending now has the lock, and nobody begins after this.
            running = false;
        }
        LockSupport.unpark(caretaker);
        try {
            caretaker.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void complete(Broadcast broadcast) {
        send(broadcast.slot());
    }

    @Override
    public void failed(Broadcast broadcast) {
        // Left to the caretaker: sending again at once could fail at once, without an end.
        slots.compareAndSet(broadcast.slot(), broadcast, null);
    }

    @Override
    public long abandoned() {
        return abandoned.sum();
    }

    /** Always 0: the intended time is the time of sending. */
    @Override
    public long sendLagNanos() {
        return 0;
    }

    private void look() {
        while (running) {
            long now = System.nanoTime();
            for (int slot = 0; slot < slots.length() && running; slot++) {
                Broadcast broadcast = slots.get(slot);
                if (broadcast == null) {
                    send(slot);
                } else if (now - broadcast.intendedNanos() > PATIENCE_NANOS && broadcast.end()) {
                    abandoned.increment();
                    send(slot);
                }
            }
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
    }

    private synchronized void send(int slot) {
        if (!running) {
            return;
        }
        Broadcast next = publisher.next(System.nanoTime(), slot);
        // Before it is sent: its end may come on another thread before the call returns.
        slots.set(slot, next);
        if (next != null) {
            publisher.send(next, this);
        }
    }
}
