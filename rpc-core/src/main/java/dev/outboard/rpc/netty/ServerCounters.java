package dev.outboard.rpc.netty;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What a server counts, beyond faults. Any thread. */
final class ServerCounters {
    final AtomicInteger connections = new AtomicInteger();
    final LongAdder accepted = new LongAdder();
    final LongAdder calls = new LongAdder();
    final LongAdder oneWays = new LongAdder();
    final LongAdder rejected = new LongAdder();
    final LongAdder expired = new LongAdder();
    final LongAdder failures = new LongAdder();
    /** Connections that were told to go for their age, or because they were idle. */
    final LongAdder sentAway = new LongAdder();
    /** Calls and streams that came behind a GOAWAY, and were refused. */
    final LongAdder moved = new LongAdder();
    /** Calls and streams that ended on connections that are going, those that were refused among them. */
    final LongAdder endedInDrain = new LongAdder();

    final LongAdder pushesSent = new LongAdder();
    final LongAdder pushesLost = new LongAdder();
}
