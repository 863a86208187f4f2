package dev.outboard.im.server;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;

/**
 * A shard whose members' connections belong to one event loop, which hands their messages out itself: no thread and no
 * queue per connection in between. The loop is woken once for all messages that are queued before it gets to them, and
 * each connection's share of them leaves with one flush.
 */
final class LoopShard implements Shard, Runnable {
    /** Messages that are handed out before the loop flushes and reads again. */
    private static final int MOST_AT_A_TIME = 64;

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
    /** Held by whoever takes messages out: the loop, and at the end whoever closes, once the loop may have ended. */
    private final Object consumer = new Object();

    private volatile boolean signalled;

    /**
     * @param eventLoop the server's number of it
     * @param capacity messages that may wait; a power of two, or the next one above
     */
    LoopShard(int eventLoop, int capacity, Delivery delivery, Outbound outbound) {
        this.eventLoop = eventLoop;
        this.queue = new MpscVarHandleArrayQueue<>(capacity);
        this.delivery = delivery;
        this.outbound = outbound;
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

    /** On the event loop: hands out what is queued now. */
    @Override
    public void run() {
        // Before the queue is looked at: whoever offers later signals again.
        signalled = false;
        synchronized (consumer) {
            for (int i = Math.min(queue.size(), MOST_AT_A_TIME); i > 0; i--) {
                Fanout next = queue.poll();
                if (next == null) {
                    break;
                }
                delivery.deliver(next);
            }
        }
        if (!queue.isEmpty()) {
            signal();
        }
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
