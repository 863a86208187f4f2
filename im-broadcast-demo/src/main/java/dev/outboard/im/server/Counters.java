package dev.outboard.im.server;

import java.util.concurrent.atomic.LongAdder;

/**
 * What became of the recipients of messages. Any thread adds. Each recipient is offered once and ends in exactly one of
 * the other terms, {@link #late} excepted, which counts some of the written a second time.
 */
final class Counters {
    final LongAdder broadcasts = new LongAdder();
    final LongAdder offered = new LongAdder();
    final LongAdder queueFull = new LongAdder();
    final LongAdder slowConsumer = new LongAdder();
    /** Of these, what a connection had taken and gave up for something newer. */
    final LongAdder shed = new LongAdder();

    final LongAdder timedOut = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder offline = new LongAdder();
    // By dispatchers that follow every push to its end; of other pushes the connections keep count.
    final LongAdder written = new LongAdder();
    final LongAdder closed = new LongAdder();
    final LongAdder late = new LongAdder();
    /** Of closed: those whose connection had not even taken the message on. */
    final LongAdder turnedAway = new LongAdder();
    /** How far those have come whose pushes connections keep count of. */
    final Progress progress = new Progress();
    /** How long it took; no count of recipients. */
    final FanoutLatency latency = new FanoutLatency();
}
