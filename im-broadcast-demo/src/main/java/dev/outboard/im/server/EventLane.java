package dev.outboard.im.server;

import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.SendResult;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events to the members who want them, on a thread and through a bounded queue of its own, so that they never stand
 * in a message's way. What is worth least goes first: typing where this queue is half full, or a quarter of a connection's
 * bytes are taken; presence where the queue is full, or half of the bytes are taken; messages where nothing is left.
 *
 * <p>Life: the constructor starts the thread; {@link #close} stops it and drops what waits.
 */
final class EventLane implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLane.class);

    /** What an event is worth. */
    enum Kind {
        TYPING,
        PRESENCE
    }

    private record Event(EncodedPush push, Group group, Kind kind, long exceptUser) {}

    private final BlockingQueue<Event> queue;
    private final int capacity;
    private final int queueBytes;
    private final ChatCounters counters;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * @param capacity events that may wait
     * @param queueBytes what may wait for one connection, events and messages together
     */
    EventLane(int capacity, int queueBytes, ChatCounters counters, ThreadFactory threads) {
        this.capacity = capacity;
        this.queueBytes = queueBytes;
        this.counters = counters;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.thread = threads.newThread(this::run);
        thread.start();
    }

    /** Queues an event for all members but one user's devices. <em>Consumes</em> the push. Any thread. */
    void send(EncodedPush push, Group group, Kind kind, long exceptUser) {
        boolean room = kind == Kind.PRESENCE || 2 * queue.size() < capacity;
        if (!room || closed || !queue.offer(new Event(push, group, kind, exceptUser))) {
            counters.eventsQueueFull.increment();
            push.release();
        } else if (closed) {
            // The thread may have emptied the queue before.
            discard();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try {
                deliver(queue.take());
            } catch (InterruptedException e) {
                // Only close() interrupts.
                closed = true;
            } catch (RuntimeException e) {
                LOG.error("An event was not handed to all of its members", e);
            }
        }
        discard();
    }

    private void discard() {
        for (Event left = queue.poll(); left != null; left = queue.poll()) {
            left.push().release();
        }
    }

    private void deliver(Event event) {
        try {
            Members members = event.group().members();
            for (int shard = 0; shard < members.shards(); shard++) {
                for (int i = 0; i < members.count(shard); i++) {
                    deliver(event, members.get(shard, i));
                }
            }
        } finally {
            event.push().release();
        }
    }

    private void deliver(Event event, User user) {
        boolean his = event.kind() == Kind.TYPING && user.key() == event.exceptUser();
        if (his || !user.wantsEvents() || !(user.connection() instanceof Outbox outbox)) {
            return;
        }
        boolean typing = event.kind() == Kind.TYPING;
        SendResult result = outbox.pushNotice(event.push(), queueBytes / (typing ? 4 : 2));
        if (result == SendResult.ACCEPTED) {
            counters.events.increment();
        } else if (result == SendResult.QUEUE_FULL) {
            (typing ? counters.typingShed : counters.presenceShed).increment();
        }
    }
}
