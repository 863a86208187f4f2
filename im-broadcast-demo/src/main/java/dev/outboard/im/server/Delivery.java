package dev.outboard.im.server;

import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerConnection;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands messages to the members of one shard, and counts what became of them. Used by one thread at a time. */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final int shard;
    private final int shards;
    private final Counters counters;
    private final Progress progress;

    /**
     * @param shard 0 to {@code shards} - 1
     * @param progress of all shards together, to which this one adds what it has done
     */
    Delivery(int shard, int shards, Counters counters, Progress progress) {
        this.shard = shard;
        this.shards = shards;
        this.counters = counters;
        this.progress = progress;
    }

    /** Hands the message out; <em>consumes</em> a reference to it. */
    void deliver(Fanout fanout) {
        try {
            send(fanout, fanout.members());
            counters.latency.end(fanout.begun());
        } catch (RuntimeException e) {
            LOG.error("A message was not handed to all of its members", e);
        } finally {
            fanout.release();
        }
    }

    private void send(Fanout fanout, Members members) {
        int count = members.count(shard);
        int offline = 0;
        int slow = 0;
        int refused = 0;
        for (int i = 0; i < count; i++) {
            ServerConnection connection = connection(members.get(shard, i));
            SendResult result = connection == null ? SendResult.CLOSED : fanout.sendTo(connection);
            if (result == SendResult.CLOSED) {
                offline++;
            } else if (result == SendResult.QUEUE_FULL) {
                slow++;
            } else if (result == SendResult.TOO_LARGE) {
                refused++;
            }
        }
        add(counters.offline, offline);
        add(counters.slowConsumer, slow);
        add(counters.refused, refused);
        progress.accepted.add(count - offline - slow - refused);
        progress.taken.add(count);
    }

    /**
     * The user's connection, or null. A user who has moved to another shard since the message was queued has come back
     * on a connection that this message was not for: later ones may have reached it by the other shard already. A move
     * changes the shard before the connection, so they are read the other way round.
     */
    private @Nullable ServerConnection connection(User user) {
        ServerConnection connection = user.connection();
        return user.shard(shards) == shard ? connection : null;
    }

    private static void add(LongAdder counter, int value) {
        if (value != 0) {
            counter.add(value);
        }
    }
}
