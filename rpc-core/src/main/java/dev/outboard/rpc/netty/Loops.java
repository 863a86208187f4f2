package dev.outboard.rpc.netty;

import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.rpc.NanoClock;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event loops of a server or client, its own or borrowed, and what belongs to each. */
final class Loops implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Loops.class);
    private static final long CLOSE_SECONDS = 5;

    private final EventLoopGroup group;
    private final boolean borrowed;
    private final FrameAllocator allocator;
    /** Filled before the first connection, then only read. */
    private final Map<EventExecutor, LoopContext> contexts = new IdentityHashMap<>();
    /** The same, by their numbers. */
    private final List<LoopContext> numbered = new ArrayList<>();

    Loops(
            int count,
            String threadName,
            boolean daemon,
            Transport transport,
            @Nullable EventLoopGroup lent,
            CodecProvider codec,
            FrameAllocator allocator,
            WriterPool writers,
            Packing packing,
            NanoClock clock) {
        this.borrowed = lent != null;
        this.allocator = allocator;
        this.group = lent != null
                ? lent
                : new MultiThreadIoEventLoopGroup(
                        count,
                        new DefaultThreadFactory(threadName, daemon),
                        transport.backend().handlers());
        for (EventExecutor executor : group) {
            LoopContext context = new LoopContext((EventLoop) executor, codec, allocator, writers, packing, clock);
            context.number = numbered.size();
            numbered.add(context);
            contexts.put(executor, context);
        }
    }

    int count() {
        return numbered.size();
    }

    LoopContext at(int number) {
        return numbered.get(number);
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

    /** Waits, if the threads are borrowed, until what is queued on them has run. */
    void settle() {
        if (borrowed) {
            onEach(() -> {});
        }
    }

    /** Has borrowed threads give back what they keep of the allocator; the last thing before the allocator is closed. */
    void leave() {
        if (borrowed) {
            onEach(allocator::leaveThread);
        }
    }

    private void onEach(Runnable action) {
        for (EventExecutor executor : group) {
            try {
                executor.submit(action).awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
            } catch (RejectedExecutionException e) {
                LOG.debug("event loop: its owner has ended it, and with it what it kept", e);
            }
        }
    }

    /** Ends the threads, once what is queued on them has run; those that are borrowed go on. */
    @Override
    public void close() {
        if (borrowed) {
            settle();
            return;
        }
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(2 * CLOSE_SECONDS, TimeUnit.SECONDS);
        if (!group.isTerminated()) {
            LOG.warn("event loops: still running (expected: ended within {} s)", 2 * CLOSE_SECONDS);
        }
    }
}
