package dev.outboard.im.backplane.nats;

import java.util.concurrent.atomic.LongAdder;

/** What a node's backplane has counted. Any thread. */
final class NatsCounters {
    final LongAdder sent = new LongAdder();
    final LongAdder received = new LongAdder();
    final LongAdder duplicates = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder signalsDropped = new LongAdder();
    volatile long lag;
}
