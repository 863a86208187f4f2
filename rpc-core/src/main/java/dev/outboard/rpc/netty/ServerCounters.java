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
    final LongAdder pushesSent = new LongAdder();
    final LongAdder pushesLost = new LongAdder();
}
