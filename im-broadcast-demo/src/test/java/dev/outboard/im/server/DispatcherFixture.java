package dev.outboard.im.server;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.FrameWriter;
import dev.outboard.im.v1.PublishEncoder;
import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.MessageWriter;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A group with members on fake connections, and a way out that remembers what was encoded. */
final class DispatcherFixture implements Outbound, AutoCloseable {
    final Counters counters = new Counters();
    final List<FakePush> pushes = new CopyOnWriteArrayList<>();
    final List<FakeConnection> connections = new ArrayList<>();
    /** What stands in for the server's event loops. */
    final List<ScheduledExecutorService> eventLoops = List.of(eventLoop(), eventLoop());

    private final FrameAllocator allocator;
    private final FrameReader reader;
    private final ByteBuf frame;
    private final Publication publication = new Publication();
    private Group group = new Group(7, 1, 0);

    DispatcherFixture() {
        CodecProvider codec = Codecs.load("safe");
        allocator = codec.newAllocator(MemoryLedger.unbounded());
        reader = codec.newReader();
        frame = allocator.directBuffer(256);
        FrameWriter writer = codec.newWriter();
        writer.attach(frame, 0);
        new PublishEncoder()
                .wrap(writer)
                .groupId(7)
                .clientSequence(1)
                .text("hello")
                .mentions(new long[] {5}, 0, 1);
        int end = writer.detach();
        reader.attach(frame, 0, end);
    }

    /** Makes the group with that many members, each on a connection of its own. */
    DispatcherFixture members(int count, Dispatcher dispatcher) {
        group = new Group(7, dispatcher.shards(), 0);
        for (int i = 0; i < count; i++) {
            FakeConnection connection = new FakeConnection();
            connection.eventLoop = i % eventLoops.size();
            User user = new User(i);
            user.place(dispatcher.shardOf(connection));
            user.connection(connection);
            connections.add(connection);
            group.members(group.members().with(user));
        }
        return this;
    }

    /** Publishes to this group from now on. */
    void group(Group newGroup) {
        group = newGroup;
    }

    /** Adds a member without a connection. */
    void offlineMember(long id) {
        group.members(group.members().with(new User(id)));
    }

    /** Publishes one message; returns its receipt. */
    Publication publish(Dispatcher dispatcher) {
        reader.position(0);
        publication.wrap(reader, 99);
        dispatcher.publish(group, publication);
        return publication;
    }

    long accountedFor(Dispatcher dispatcher) {
        return dispatcher.written()
                + dispatcher.closed()
                + dispatcher.inFlight()
                + counters.queueFull.sum()
                + counters.slowConsumer.sum()
                + counters.timedOut.sum()
                + counters.refused.sum()
                + counters.offline.sum();
    }

    @Override
    public EncodedPush encode(MessageWriter message) {
        long sequence = message instanceof HeapMessage heap ? heap.sequence() : ((Publication) message).sequence();
        FakePush push = new FakePush(sequence);
        pushes.add(push);
        return push;
    }

    @Override
    public boolean execute(int eventLoop, Runnable task) {
        try {
            eventLoops.get(eventLoop).execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public boolean schedule(int eventLoop, Runnable task, long delayNanos) {
        try {
            return !eventLoops
                    .get(eventLoop)
                    .schedule(task, delayNanos, TimeUnit.NANOSECONDS)
                    .isCancelled();
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public long writtenToOpen() {
        return pushesSent();
    }

    @Override
    public long pushesSent() {
        return connections.stream().mapToLong(FakeConnection::pushesSent).sum();
    }

    @Override
    public long pushesLost() {
        return 0;
    }

    private static ScheduledExecutorService eventLoop() {
        return Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("test-loop", true));
    }

    @Override
    public void close() {
        eventLoops.forEach(ExecutorService::shutdownNow);
        reader.detach();
        frame.release();
        allocator.close();
    }
}
