package dev.outboard.rpc.netty;

import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.rpc.NanoClock;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event loops of a server or client and what belongs to each. */
final class Loops implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loops.class);
    private static final long CLOSE_SECONDS = 5;

    private final EventLoopGroup group;
    /** Filled before the first connection, then only read. */
    private final Map<EventExecutor, LoopContext> contexts = new IdentityHashMap<>();

    Loops(
            int count,
            String threadName,
            boolean daemon,
            Transport transport,
            CodecProvider codec,
            FrameAllocator allocator,
            WriterPool writers,
            NanoClock clock) {
        this.group = new MultiThreadIoEventLoopGroup(
                count, new DefaultThreadFactory(threadName, daemon), transport.ioHandlers());
        for (EventExecutor executor : group) {
            contexts.put(executor, new LoopContext((EventLoop) executor, codec, allocator, writers, clock));
        }
    }

    EventLoopGroup group() {
        return group;
    }

    LoopContext of(EventLoop eventLoop) {
        LoopContext found = contexts.get(eventLoop);
        if (found == null) {
            throw new IllegalStateException("event loop: of another group (expected: one of this group)");
        }
        return found;
    }

    /** Refuses to go on where waiting would be waiting for oneself. */
    void checkOutside(String what) {
        for (EventExecutor executor : group) {
            if (executor.inEventLoop()) {
                throw new IllegalStateException(what + ": on an event loop (expected: on another thread)");
            }
        }
    }

    /** Closes connections and waits until they have given up what they hold, which a loop that ends does not do. */
    static void closeAll(Collection<? extends FramedConnection> connections, String reason) {
        List<FramedConnection> all = List.copyOf(connections);
        CountDownLatch open = new CountDownLatch(all.size());
        for (FramedConnection connection : all) {
            connection.onClose(open::countDown);
            connection.close(reason);
        }
        try {
            if (!open.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("connections: {} still open (expected: closed within {} s)", open.getCount(), CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the threads, once what is queued on them has run. */
    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(2 * CLOSE_SECONDS, TimeUnit.SECONDS);
        if (!group.isTerminated()) {
            LOG.warn("event loops: still running (expected: ended within {} s)", 2 * CLOSE_SECONDS);
        }
    }
}
