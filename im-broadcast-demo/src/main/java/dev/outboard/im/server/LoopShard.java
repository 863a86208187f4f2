package dev.outboard.im.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/**
 * A shard whose members' connections belong to one event loop, which hands their messages out itself: no thread and no
 * queue per connection in between. The loop is woken once for all messages that are queued before it gets to them, and
 * each connection's share of them leaves with one flush.
 *
 * <p>A pass is handing out and flushing. Behind one the shard rests for a quarter of what it took, two milliseconds at
 * most, in which the loop reads: under load the next pass then has more messages, and a flush more of them. Where the
 * next message comes later than that, nobody waits.
 */
final class LoopShard implements Shard, Runnable {
    /** Messages that are handed out before the loop flushes and reads again. */
    private static final int MOST_AT_A_TIME = 64;

    /** A rest is this part of the pass before it. */
    private static final int REST_PART = 4;

    private static final long MOST_REST_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    /** What a timer of the loop costs: less is not worth one. */
    private static final long LEAST_REST_NANOS = TimeUnit.MICROSECONDS.toNanos(10);

    private static final VarHandle SIGNALLED;

    static {
        try {
            SIGNALLED = MethodHandles.lookup().findVarHandle(LoopShard.class, "signalled", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final int eventLoop;
    private final MpscVarHandleArrayQueue<Fanout> queue;
    private final Delivery delivery;
    private final Outbound outbound;
    private final LongSupplier nanos;
    private final Runnable passEnd = this::endPass;
    /** Held by whoever takes messages out: the loop, and at the end whoever closes, once the loop may have ended. */
    private final Object consumer = new Object();

    private volatile boolean signalled;

    // These belong to the event loop.
    private long passStart;
    private long restEnd;

    /**
     * @param eventLoop the server's number of it
     * @param capacity messages that may wait; a power of two, or the next one above
     * @param nanos a clock, as {@link System#nanoTime}
     */
    LoopShard(int eventLoop, int capacity, Delivery delivery, Outbound outbound, LongSupplier nanos) {
        this.eventLoop = eventLoop;
        this.queue = new MpscVarHandleArrayQueue<>(capacity);
        this.delivery = delivery;
        this.outbound = outbound;
        this.nanos = nanos;
        this.restEnd = nanos.getAsLong();
    }

    @Override
    public boolean offer(Fanout fanout) {
        fanout.retain();
        if (!queue.offer(fanout)) {
            fanout.release();
            return false;
        }
        signal();
        return true;
    }

    @Override
    public int queued() {
        return queue.size();
    }

    /** On the event loop: hands out what is queued now, unless it is time to rest. */
    @Override
    public void run() {
        long now = nanos.getAsLong();
        long rest = restEnd - now;
        // The flag stays up meanwhile: what is offered needs no other signal.
        if (rest >= LEAST_REST_NANOS && queue.size() < MOST_AT_A_TIME && outbound.schedule(eventLoop, this, rest)) {
            return;
        }
        passStart = now;
        // Before the queue is looked at: whoever offers later signals again.
        signalled = false;
        if (handOut() > 0) {
            // Behind the flushes that this led to.
            outbound.execute(eventLoop, passEnd);
        }
        if (!queue.isEmpty()) {
            signal();
        }
    }

    private int handOut() {
        int count = 0;
        synchronized (consumer) {
            for (int i = Math.min(queue.size(), MOST_AT_A_TIME); i > 0; i--) {
                Fanout next = queue.poll();
                if (next == null) {
                    break;
                }
                delivery.deliver(next);
                count++;
            }
        }
        return count;
    }

    private void endPass() {
        long now = nanos.getAsLong();
        restEnd = now + Math.min(MOST_REST_NANOS, (now - passStart) / REST_PART);
    }

    @Override
    public void close() {
        synchronized (consumer) {
            queue.drain(Fanout::release);
        }
    }

    private void signal() {
        // Where the loop has ended the flag stays up; what waits is given up by close().
        if (!signalled && SIGNALLED.compareAndSet(this, false, true)) {
            outbound.execute(eventLoop, this);
        }
    }
}
