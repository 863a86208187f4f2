package dev.outboard.im.server;

import java.util.concurrent.atomic.LongAdder;

/** What the chat server has refused, dropped and made good, by reason. Any thread adds. */
final class ChatCounters {
    final LongAdder limitedUser = new LongAdder();
    final LongAdder limitedGroup = new LongAdder();
    final LongAdder tooLong = new LongAdder();
    final LongAdder tokensRefused = new LongAdder();
    final LongAdder tokensExpired = new LongAdder();
    final LongAdder repeats = new LongAdder();
    final LongAdder recovered = new LongAdder();
    final LongAdder historyLost = new LongAdder();
    final LongAdder events = new LongAdder();
    final LongAdder eventsQueueFull = new LongAdder();
    final LongAdder typingShed = new LongAdder();
    final LongAdder presenceShed = new LongAdder();
    // At connections that do not read: all of them are in Counters.slowConsumer, too.
    final LongAdder droppedOldest = new LongAdder();
    final LongAdder droppedNewest = new LongAdder();
    final LongAdder conflated = new LongAdder();
    final LongAdder disconnectedSlow = new LongAdder();
    final LongAdder backlogBytes = new LongAdder();
    final LongAdder gaps = new LongAdder();
}
