package dev.outboard.im.server;

import dev.outboard.rpc.Execution;
import dev.outboard.rpc.ServerConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * Fan-out over shards: every shard that has members of the group gets one entry in its bounded queue, and whoever
 * empties it hands the message to each member's connection, which never blocks.
 *
 * <p>Order: a user belongs to one shard at a time, and a message's entries are queued under the group's lock together
 * with taking its number, so each member's connection gets a group's messages in the order of their numbers. Bounds: a
 * full queue drops the message for that shard's members, a connection whose byte budget is used up drops it for that
 * member; both are counted.
 */
final class ShardedDispatcher implements Dispatcher {
    private final Mode mode;
    private final Outbound outbound;
    private final Counters counters;
    private final FanoutMaker maker;
    private final ToIntFunction<ServerConnection> placement;
    private final List<Shard> shards = new ArrayList<>();
    private final Progress progress;

    /** Makes a message's entry while the group is locked. */
    @FunctionalInterface
    interface FanoutMaker {
        /** <em>Returns owned</em>: one reference. */
        Fanout make(Publication publication, Members members);
    }

    private ShardedDispatcher(
            Mode mode,
            Outbound outbound,
            Counters counters,
            FanoutMaker maker,
            ToIntFunction<ServerConnection> placement) {
        this.mode = mode;
        this.outbound = outbound;
        this.counters = counters;
        this.progress = counters.progress;
        this.maker = maker;
        this.placement = placement;
    }

    /**
     * Shards with threads of their own: a fixed pool.
     *
     * @param workers how many threads, and shards; above 0
     * @param capacity messages that each of them may have waiting; a power of two, or the next one above
     */
    static ShardedDispatcher pool(
            int workers, int capacity, Outbound outbound, Counters counters, ThreadFactory threads) {
        return pool(Mode.POOL, sharing(outbound, counters), workers, capacity, outbound, counters, threads);
    }

    /** The same, where each member's copy is encoded for itself. */
    static ShardedDispatcher encodingPool(
            int workers, int capacity, Outbound outbound, Counters counters, ThreadFactory threads) {
        FanoutMaker maker = (publication, members) ->
                new EncodingFanout(HeapMessage.of(publication), members, outbound, counters.latency.begin());
        return pool(Mode.POOL_ENCODE_EACH, maker, workers, capacity, outbound, counters, threads);
    }

    /**
     * The server's event loops as shards: a user is where the connection is.
     *
     * @param eventLoops how many loops, and shards; above 0
     * @param capacity as with {@link #pool}
     */
    static ShardedDispatcher onEventLoops(int eventLoops, int capacity, Outbound outbound, Counters counters) {
        ShardedDispatcher dispatcher = new ShardedDispatcher(
                Mode.EVENT_LOOP, outbound, counters, sharing(outbound, counters), ServerConnection::eventLoop);
        return dispatcher.withShards(
                eventLoops,
                loop -> new LoopShard(
                        loop, capacity, dispatcher.delivery(loop, eventLoops), outbound, System::nanoTime));
    }

    private static ShardedDispatcher pool(
            Mode mode,
            FanoutMaker maker,
            int workers,
            int capacity,
            Outbound outbound,
            Counters counters,
            ThreadFactory threads) {
        ShardedDispatcher dispatcher = new ShardedDispatcher(mode, outbound, counters, maker, connection -> ANY_SHARD);
        return dispatcher.withShards(
                workers, shard -> new PoolWorker(capacity, dispatcher.delivery(shard, workers), threads));
    }

    private static FanoutMaker sharing(Outbound outbound, Counters counters) {
        return (publication, members) ->
                new SharedFanout(outbound.encode(publication), members, counters.latency.begin());
    }

    private ShardedDispatcher withShards(int count, IntFunction<Shard> shard) {
        for (int i = 0; i < count; i++) {
            shards.add(shard.apply(i));
        }
        return this;
    }

    private Delivery delivery(int shard, int count) {
        return new Delivery(shard, count, counters, progress);
    }

    @Override
    public Mode mode() {
        return mode;
    }

    /**
     * On event loops where these are the shards: all messages that a loop has read are queued before it hands out the
     * first, so that they share their flushes. A worker in between would wake it for the first one alone.
     */
    @Override
    public Execution publishing() {
        return mode == Mode.EVENT_LOOP ? Execution.EVENT_LOOP : Execution.WORKERS_CONNECTION_ORDER;
    }

    @Override
    public int shards() {
        return shards.size();
    }

    @Override
    public int shardOf(ServerConnection connection) {
        return placement.applyAsInt(connection);
    }

    @Override
    public void publish(Group group, Publication publication) {
        group.order().lock();
        try {
            group.take(publication);
            Fanout fanout = maker.make(publication, group.members());
            group.advance(publication);
            try {
                offer(fanout, publication);
            } finally {
                fanout.release();
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
    public long writtenToOpen() {
        return outbound.writtenToOpen();
    }

    @Override
    public long closed() {
        return outbound.pushesLost();
    }

    @Override
    public long inFlight() {
        return progress.inFlight(outbound, counters);
    }

    @Override
    public long waiting() {
        return progress.waiting();
    }

    @Override
    public long queued() {
        return shards.stream().mapToLong(Shard::queued).sum();
    }

    @Override
    public void close() {
        shards.forEach(Shard::close);
    }

    private void offer(Fanout fanout, Publication publication) {
        Members members = fanout.members();
        counters.broadcasts.increment();
        counters.offered.add(members.total());
        // Before the first offer, so that nobody takes what was not queued yet.
        progress.queued.add(members.total());
        int dropped = 0;
        for (int shard = 0; shard < shards.size(); shard++) {
            if (members.count(shard) > 0 && !shards.get(shard).offer(fanout)) {
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
