package dev.outboard.im.server;

import java.util.concurrent.atomic.LongAdder;

/**
 * How far recipients have come whose pushes connections keep count of. Any thread. A recipient is queued, then accepted
 * by its connection or not, then taken off the queue's account, and ended by the connection.
 */
final class Progress {
    /** Recipients that wait for a thread, or have; added before any thread can see them. */
    final LongAdder queued = new LongAdder();
    /** Their connections took the message. */
    final LongAdder accepted = new LongAdder();
    /** Their fate is known, or their connection's to tell; added after the other counts. */
    final LongAdder taken = new LongAdder();

    /** Recipients that no connection has been given yet. */
    long waiting() {
        long dealtWith = taken.sum();
        return queued.sum() - dealtWith;
    }

    /** Recipients whose fate is not known yet. */
    long inFlight(Outbound outbound, Counters counters) {
        // One may be sent as soon as it is accepted. Read from the end of the way to its start, the difference is never
        // too small.
        long ended = outbound.pushesSent() + outbound.pushesLost() + counters.shed.sum();
        // Pushes that a dispatcher followed to their end are in the connections' counts too. There are some where modes
        // are switched.
        long followed = counters.written.sum() + counters.closed.sum() - counters.turnedAway.sum();
        long dealtWith = taken.sum();
        return queued.sum() - dealtWith + accepted.sum() - (ended - followed);
    }
}
