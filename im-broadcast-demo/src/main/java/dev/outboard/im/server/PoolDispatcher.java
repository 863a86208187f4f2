package dev.outboard.im.server;

import dev.outboard.rpc.EncodedPush;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.LongAdder;

/**
 * Fan-out by a fixed pool. A message is encoded once; every shard that has members of the group gets one entry in its
 * worker's bounded queue, and the worker hands the shared buffer to each member's connection, which never blocks it.
 *
 * <p>Order: a user belongs to one shard for good, and a message's entries are queued under the group's lock together
 * with taking its number, so each member's connection gets a group's messages in the order of their numbers. Bounds: a
 * full queue drops the message for that shard's members, a connection whose byte budget is used up drops it for that
 * member; both are counted.
 */
final class PoolDispatcher implements Dispatcher {
    private final Outbound outbound;
    private final Counters counters;
    private final PoolWorker[] workers;
    private final LongAdder queuedRecipients = new LongAdder();
    private final PoolWorker.Progress progress = new PoolWorker.Progress();

    /**
     * @param workers how many threads, and shards; above 0
     * @param capacity messages that each of them may have waiting; a power of two, or the next one above
     */
    PoolDispatcher(int workers, int capacity, Outbound outbound, Counters counters, ThreadFactory threads) {
        this.outbound = outbound;
        this.counters = counters;
        this.workers = new PoolWorker[workers];
        for (int shard = 0; shard < workers; shard++) {
            this.workers[shard] = new PoolWorker(shard, capacity, counters, progress, threads);
        }
    }

    @Override
    public String mode() {
        return "pool";
    }

    @Override
    public Guarantees guarantees() {
        return new Guarantees(true, true);
    }

    @Override
    public int shards() {
        return workers.length;
    }

    @Override
    public void publish(Group group, Publication publication) {
        group.order().lock();
        try {
            publication.sequence(group.nextSequence());
            EncodedPush push = outbound.encode(publication);
            group.advance();
            try {
                offer(new Fanout(push, group.members()), publication);
            } finally {
                push.release();
            }
        } finally {
            group.order().unlock();
        }
    }

    @Override
    public long written() {
        return outbound.pushesSent();
    }

    @Override
    public long closed() {
        return outbound.pushesLost();
    }

    @Override
    public long inFlight() {
        // A recipient is queued, then accepted by its connection, then taken off the queue's account; it may be sent as
        // soon as it is accepted. Read from the end of that way to its start, the difference is never too small.
        long ended = written() + closed();
        long taken = progress.taken.sum();
        return queuedRecipients.sum() - taken + progress.accepted.sum() - ended;
    }

    @Override
    public long queued() {
        long sum = 0;
        for (PoolWorker worker : workers) {
            sum += worker.queued();
        }
        return sum;
    }

    @Override
    public void close() {
        for (PoolWorker worker : workers) {
            worker.close();
        }
    }

    private void offer(Fanout fanout, Publication publication) {
        Members members = fanout.members();
        counters.broadcasts.increment();
        counters.offered.add(members.total());
        // Before the first offer, so that no worker takes what was not queued yet.
        queuedRecipients.add(members.total());
        int dropped = 0;
        for (int shard = 0; shard < workers.length; shard++) {
            if (members.count(shard) > 0 && !workers[shard].offer(fanout)) {
                dropped += members.count(shard);
            }
        }
        if (dropped > 0) {
            counters.queueFull.add(dropped);
            progress.taken.add(dropped);
        }
        publication.outcome(members.total(), dropped);
    }
}
