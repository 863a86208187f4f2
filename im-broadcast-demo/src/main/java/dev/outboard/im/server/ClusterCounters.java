package dev.outboard.im.server;

import java.util.concurrent.atomic.LongAdder;

/** What became of the records that came from the store of all nodes. Any thread. */
final class ClusterCounters {
    /** Handed to members here, or kept for those who come. */
    final LongAdder taken = new LongAdder();
    /** This node's own. */
    final LongAdder ignored = new LongAdder();
    /** Known already. */
    final LongAdder duplicates = new LongAdder();
    /** Of another version, or none at all. */
    final LongAdder bad = new LongAdder();
    /** Places at which messages of another node are missing. */
    final LongAdder gaps = new LongAdder();
    /** No room in memory, or for one group more. */
    final LongAdder refused = new LongAdder();
    /** Publishes refused because the queue before the store was full. */
    final LongAdder queueFull = new LongAdder();
    /** Signals of another version, or none at all. */
    final LongAdder badSignals = new LongAdder();
}
