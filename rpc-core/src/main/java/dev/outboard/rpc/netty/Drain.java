package dev.outboard.rpc.netty;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The orderly end of a server's connections: tell each to go, wait until it went. A client goes when it has its answers,
 * so a connection that is gone has nothing in flight, and none is cut off by a reply that was still on its way. Used by
 * the thread that drains.
 */
final class Drain {
    private static final long FORCE_SECONDS = 5;

    private final List<AcceptedConnection> connections;
    private final CountDownLatch left;
    private final AtomicInteger abandoned = new AtomicInteger();
    private final ServerCounters counters;
    private final long movedBefore;
    private final long endedBefore;

    /** Takes the connections that there are now; no more come, for nobody listens. */
    Drain(ServerCore core, byte[] hint) {
        core.drainHint = hint;
        core.draining = true;
        this.counters = core.counters;
        this.movedBefore = counters.moved.sum();
        this.endedBefore = counters.endedInDrain.sum();
        this.connections = List.copyOf(core.connections);
        this.left = new CountDownLatch(connections.size());
    }

    void begin() {
        for (AcceptedConnection connection : connections) {
            connection.onClose(left::countDown);
            connection.loop.eventLoop.execute(connection::drain);
        }
    }

    /** Whether all left in time. */
    boolean await(Duration grace) {
        return await(grace.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Cuts off those that are left; returns how many. */
    int force() {
        int forced = 0;
        for (AcceptedConnection connection : connections) {
            if (!connection.isTerminated()) {
                forced++;
                connection.loop.eventLoop.execute(() -> {
                    abandoned.addAndGet(connection.inFlight());
                    connection.close("the server went away before the client did");
                });
            }
        }
        await(FORCE_SECONDS, TimeUnit.SECONDS);
        return forced;
    }

    int connections() {
        return connections.size();
    }

    /** So far. */
    long movedCalls() {
        return counters.moved.sum() - movedBefore;
    }

    /** So far. */
    long completedCalls() {
        return counters.endedInDrain.sum() - endedBefore - movedCalls();
    }

    int abandonedCalls() {
        return abandoned.get();
    }

    private boolean await(long time, TimeUnit unit) {
        try {
            return left.await(time, unit);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return left.getCount() == 0;
        }
    }
}
