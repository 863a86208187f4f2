package dev.outboard.im.server;

import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.netty.NettyAccess;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.ChannelGroupFuture;
import io.netty.channel.group.ChannelMatcher;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Fan-out by Netty's own {@link ChannelGroup}, one for each group, kept for comparison: the publishing thread gives
 * every writable channel a write and a flush of its own, each a task and a promise. A channel that is not writable is
 * passed over, as the connection's byte budget would have it.
 *
 * <p>Order: the writes of a message are handed to the event loops under the group's lock. There is no bound on the tasks
 * that wait there.
 */
final class ChannelGroupDispatcher implements Dispatcher, ChannelFutureListener {
    private final Outbound outbound;
    private final Counters counters;
    private final LongAdder started = new LongAdder();
    private final LongAdder ended = new LongAdder();
    /** Writes of each channel that is open: they go past its connection's own count. */
    private final Map<Channel, LongAdder> written = new ConcurrentHashMap<>();

    ChannelGroupDispatcher(Outbound outbound, Counters counters) {
        this.outbound = outbound;
        this.counters = counters;
    }

    @Override
    public Mode mode() {
        return Mode.CHANNEL_GROUP;
    }

    @Override
    public int shards() {
        return 1;
    }

    /** Always the one that there is: a user who comes back makes the group's channels be looked up again. */
    @Override
    public int shardOf(ServerConnection connection) {
        return 0;
    }

    @Override
    public void publish(Group group, Publication publication) {
        group.order().lock();
        try {
            group.take(publication);
            EncodedPush push = outbound.encode(publication);
            group.advance(publication);
            try {
                send(push, group);
            } finally {
                push.release();
            }
            publication.outcome(group.members().total(), 0);
        } finally {
            group.order().unlock();
        }
    }

    @Override
    public long written() {
        return counters.written.sum();
    }

    @Override
    public long writtenToOpen() {
        return written.values().stream().mapToLong(LongAdder::sum).sum();
    }

    @Override
    public long closed() {
        return counters.closed.sum();
    }

    @Override
    public long inFlight() {
        // In this order the difference is never too small.
        long over = ended.sum();
        return started.sum() - over;
    }

    @Override
    public long waiting() {
        return inFlight();
    }

    @Override
    public long queued() {
        return inFlight();
    }

    @Override
    public void close() {
        // There is no thread; what the channels hold ends with them.
    }

    /** One write has ended. On the channel's event loop. */
    @Override
    public void operationComplete(ChannelFuture write) {
        if (write.isSuccess()) {
            LongAdder ofChannel = written.get(write.channel());
            if (ofChannel != null) {
                ofChannel.increment();
            }
            counters.written.increment();
        } else {
            counters.closed.increment();
        }
        ended.increment();
    }

    private void send(EncodedPush push, Group group) {
        Members members = group.members();
        int total = members.total();
        counters.broadcasts.increment();
        counters.offered.add(total);
        started.add(total);
        long since = counters.latency.begin();
        ChannelFutureListener end = since == 0
                ? this
                : write -> {
                    counters.latency.end(since);
                    operationComplete(write);
                };
        Writable writable = new Writable();
        ChannelGroupFuture writes =
                channels(group, members).writeAndFlush(NettyAccess.message(TaggedPush.bare(push)), writable, false);
        int begun = 0;
        for (ChannelFuture write : writes) {
            write.addListener(end);
            begun++;
        }
        int offline = total - begun - writable.refused;
        counters.slowConsumer.add(writable.refused);
        counters.offline.add(offline);
        ended.add(offline + (long) writable.refused);
    }

    /** The members' channels, brought up to date where the members have changed. Under the group's lock. */
    private ChannelGroup channels(Group group, Members members) {
        Channels kept = group.kept() instanceof Channels found ? found : null;
        if (kept != null && kept.members == members) {
            return kept.channels;
        }
        ChannelGroup channels = kept == null ? new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE) : kept.channels;
        update(channels, members);
        group.keep(new Channels(members, channels));
        return channels;
    }

    private void update(ChannelGroup channels, Members members) {
        Set<Channel> wanted = new HashSet<>();
        for (int i = 0; i < members.total(); i++) {
            ServerConnection connection = members.get(0, i).connection();
            if (connection != null && connection.isOpen()) {
                wanted.add(known(connection));
            }
        }
        // One by one: only then does the group forget that it wanted to hear of their end.
        for (Channel channel : List.copyOf(channels)) {
            if (!wanted.contains(channel)) {
                channels.remove(channel);
            }
        }
        channels.addAll(wanted);
    }

    private Channel known(ServerConnection connection) {
        Channel channel = NettyAccess.channel(Outbox.bare(connection));
        if (written.putIfAbsent(channel, new LongAdder()) == null) {
            connection.onClose(() -> written.remove(channel));
        }
        return channel;
    }

    /** A group's channels, and the members that they were looked up for. */
    private record Channels(Members members, ChannelGroup channels) {}

    /** Passes channels over that hold as much as they may, and counts them. Used for one message. */
    private static final class Writable implements ChannelMatcher {
        private int refused;

        @Override
        public boolean matches(Channel channel) {
            boolean writable = channel.isWritable();
            if (!writable) {
                refused++;
            }
            return writable;
        }
    }
}
