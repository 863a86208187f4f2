package dev.outboard.im.load;

import dev.outboard.codec.MalformedMessageException;
import dev.outboard.codec.WireReader;
import dev.outboard.im.v1.GroupMessageDecoder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.HdrHistogram.Histogram;

/**
 * What one event loop has received: checks every delivery, and counts. Written by that loop; {@link #delivered} may be
 * read by any thread at any time, everything else once the loop is at rest.
 */
final class Tally {
    /** The longest latency that is told apart from longer ones. */
    static final long MAX_LATENCY_NANOS = 3_600_000_000_000L;

    private static final VarHandle DELIVERED;

    static {
        try {
            DELIVERED = MethodHandles.lookup().findVarHandle(Tally.class, "delivered", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Population population;
    private final Texts content;
    private final Broadcasts broadcasts;
    private final Window window;
    private final Completions completions;
    private final Thread eventLoop = Thread.currentThread();
    private final GroupMessageDecoder message = new GroupMessageDecoder();
    private final byte[] scratch;
    private final Histogram latencies = new Histogram(MAX_LATENCY_NANOS, 3);
    private final Faults faults = new Faults();
    private long delivered;
    private long deliveredInWindow;
    private long bytesInWindow;
    private double wholeInWindow;

    /** Hears of messages that everybody who can get them has got. */
    @FunctionalInterface
    interface Completions {
        /** Called once for each, on any thread. */
        void complete(Broadcast broadcast);
    }

    /** Made on the event loop that it belongs to. */
    Tally(Population population, Texts content, Broadcasts broadcasts, Window window, Completions completions) {
        this.population = population;
        this.content = content;
        this.broadcasts = broadcasts;
        this.window = window;
        this.completions = completions;
        this.scratch = new byte[content.maxTextBytes()];
    }

    /** Takes one push. */
    void deliver(Session session, WireReader body) {
        long now = System.nanoTime();
        DELIVERED.setOpaque(this, delivered + 1);
        session.countDelivery();
        try {
            message.wrap(body);
        } catch (MalformedMessageException e) {
            faults.malformed++;
            return;
        }
        check(session, body.length(), now);
    }

    /** The event loop's thread. */
    Thread eventLoop() {
        return eventLoop;
    }

    /** Deliveries so far. Any thread. */
    long delivered() {
        return (long) DELIVERED.getOpaque(this);
    }

    /** Deliveries in the window that were as they should be. */
    long deliveredInWindow() {
        return deliveredInWindow;
    }

    /** Bytes of their messages. */
    long bytesInWindow() {
        return bytesInWindow;
    }

    /** Deliveries in the window, each as its part of a whole group. */
    double wholeInWindow() {
        return wholeInWindow;
    }

    /** From the intended time to the delivery, in nanoseconds, of the messages intended in the window, to those who read. */
    Histogram latencies() {
        return latencies;
    }

    Faults faults() {
        return faults;
    }

    private void check(Session session, int bytes, long now) {
        int group = population.groupOf(message.groupId());
        int membership = session.membership(group);
        Broadcast broadcast = broadcasts.find(message.clientSequence());
        if (membership < 0) {
            faults.stray++;
        } else if (broadcast == null) {
            faults.unknown++;
        } else {
            if (!session.inOrder(membership, message.sequence())) {
                faults.reordered++;
            }
            check(broadcast, session, membership, bytes, now);
        }
    }

    private void check(Broadcast broadcast, Session session, int membership, int bytes, long now) {
        int group = session.groups()[membership];
        if (broadcast == Broadcasts.FULL) {
            faults.duplicate++;
        } else if (!isAsSent(broadcast, group)) {
            faults.unknown++;
        } else if (!broadcast.deliver(session.ordinal(membership))) {
            faults.duplicate++;
        } else if (!content.matches(message, scratch)) {
            faults.altered++;
            complete(broadcast);
        } else {
            if (!session.isStalled()) {
                measure(broadcast, bytes, now);
            }
            complete(broadcast);
        }
    }

    private boolean isAsSent(Broadcast broadcast, int group) {
        return broadcast.group() == group
                && message.sender() == population.userId(broadcast.publisher())
                && message.intendedNanos() == broadcast.intendedNanos();
    }

    private void measure(Broadcast broadcast, int bytes, long now) {
        if (window.contains(now)) {
            deliveredInWindow++;
            bytesInWindow += bytes;
            wholeInWindow += 1.0 / population.members(broadcast.group()).length;
        }
        long intended = broadcast.intendedNanos();
        if (window.contains(intended)) {
            latencies.recordValue(Math.min(Math.max(0, now - intended), MAX_LATENCY_NANOS));
        }
    }

    private void complete(Broadcast broadcast) {
        if (broadcast.isFull()) {
            broadcasts.full(broadcast);
        }
        if (broadcast.isComplete() && broadcast.end()) {
            completions.complete(broadcast);
        }
    }
}
