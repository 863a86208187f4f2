package dev.outboard.rpc.netty;

import dev.outboard.rpc.Limits;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Tells a server's client to go when its connection is old, or has been without a call for long; and cuts it off where it does not
 * go. Belongs to the event loop.
 */
final class Age {
    private final AcceptedConnection connection;
    private final LoopContext loop;
    private final long ageNanos;
    private final long idleNanos;
    private final long graceNanos;
    private final Alarm old;
    private final Alarm idle;
    private final Alarm grace;
    private long idleSince;
    private long requestsSeen;

    Age(AcceptedConnection connection, LoopContext loop, Limits limits) {
        this.connection = connection;
        this.loop = loop;
        // A tenth more or less, so that clients that came together do not go together.
        long age = limits.maxConnectionAge().toNanos();
        this.ageNanos = age + (long) (age * (ThreadLocalRandom.current().nextDouble() - 0.5) / 5);
        this.idleNanos = limits.maxConnectionIdle().toNanos();
        this.graceNanos = limits.goAwayGrace().toNanos();
        this.old = new Alarm(loop.eventLoop, () -> go("age: over the server's limit"));
        this.idle = new Alarm(loop.eventLoop, this::lookWhetherIdle);
        this.grace = new Alarm(loop.eventLoop, () -> connection.close("told to go, and stayed (expected: it goes)"));
    }

    /** The handshake is done. */
    void opened() {
        long now = connection.now();
        idleSince = now;
        if (ageNanos > 0) {
            old.ringBy(now + ageNanos, now);
        }
        if (idleNanos > 0) {
            idle.ringBy(now + idleNanos, now);
        }
    }

    /** The connection is over. */
    void ended() {
        old.stop();
        idle.stop();
        grace.stop();
    }

    private void lookWhetherIdle() {
        long now = loop.clock.nanoTime();
        long requests = connection.requests();
        if (connection.inFlight() > 0 || requests != requestsSeen) {
            requestsSeen = requests;
            idleSince = now;
        }
        if (now - idleSince >= idleNanos) {
            go("idle: longer than the server's limit");
        } else {
            idle.ringBy(idleSince + idleNanos, now);
        }
    }

    private void go(String why) {
        connection.sendAway(why);
        long now = loop.clock.nanoTime();
        grace.ringBy(now + graceNanos, now);
    }
}
