package dev.outboard.rpc.netty;

import dev.outboard.rpc.call.WorkerPool;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.EventExecutor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * What has happened to a stream and waits for a worker, one worker at a time, so that its user sees it in order. Bounded by the
 * stream's credit. Events that are frames are owned by the inbox.
 */
final class StreamInbox implements WorkerPool.Work {
    private static final int EVENTS_AT_ONCE = 64;
    private static final long LOOK_AGAIN_MILLIS = 1;
    private static final VarHandle SCHEDULED;

    static {
        try {
            SCHEDULED = MethodHandles.lookup().findVarHandle(StreamInbox.class, "scheduled", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Owner owner;
    private final EventExecutor loop;
    private final ConcurrentLinkedQueue<Object> events = new ConcurrentLinkedQueue<>();
    private volatile boolean scheduled;

    /** Whose events these are. */
    interface Owner {
        /** Handles an event, on a worker. Throws nothing. <em>Consumes</em> one that is a frame. */
        void handle(Object event);

        /** Gives the inbox to a worker; false where none has room. Any thread. */
        boolean submit(WorkerPool.Work work);

        /** Whether the workers take no more. Any thread. */
        boolean isClosed();

        /** Nothing will be handled any more. */
        void abandoned();
    }

    StreamInbox(Owner owner, EventExecutor loop) {
        this.owner = owner;
        this.loop = loop;
    }

    /** Adds the first event; false where no worker has room: then there is none. */
    boolean begin(Object event) {
        events.add(event);
        scheduled = true;
        if (owner.submit(this)) {
            return true;
        }
        scheduled = false;
        events.clear();
        return false;
    }

    /** Adds an event and sees to it that a worker comes; <em>consumes</em> one that is a frame. Any thread. */
    void add(Object event) {
        events.add(event);
        schedule();
    }

    private void schedule() {
        if (scheduled || !SCHEDULED.compareAndSet(this, false, true)) {
            return;
        }
        if (!owner.submit(this)) {
            submitLater();
        } else if (owner.isClosed()) {
            // A worker that goes on while the pool closes may have submitted to one that has emptied its queue for
            // good.
            abandon();
        }
    }

    /** The workers have no room; the events stay here. */
    @SuppressWarnings("FutureReturnValueIgnored") // of a task that does not throw
    private void submitLater() {
        try {
            loop.schedule(this::submitOrWait, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            abandon(); // the server is closed
        }
    }

    private void submitOrWait() {
        if (owner.isClosed()) {
            abandon();
        } else if (!owner.submit(this)) {
            submitLater();
        }
    }

    // ---- worker

    @Override
    public void run() {
        for (int i = 0; i < EVENTS_AT_ONCE; i++) {
            Object event = events.poll();
            if (event == null) {
                break;
            }
            owner.handle(event);
        }
        scheduled = false;
        if (!events.isEmpty()) {
            schedule();
        }
    }

    @Override
    public void abandon() {
        Object event;
        while ((event = events.poll()) != null) {
            if (event instanceof ByteBuf message) {
                message.release();
            }
        }
        owner.abandoned();
    }
}
