package dev.outboard.rpc.netty;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.rpc.DrainReport;
import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerStats;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.call.WorkerPool;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A server on TCP. */
final class SocketServer implements RpcServer {
    private static final int BACKLOG = 1024;

    private final Options.Server options;
    private final FrameAllocator allocator;
    private final WorkerPool workers;
    private final ServerCore core;
    private final Loops loops;
    private final AtomicBoolean ending = new AtomicBoolean();
    private @Nullable Channel listening;

    private SocketServer(Options.Server options) {
        this.options = options;
        this.allocator = options.codec().newAllocator(options.ledger());
        this.workers = new WorkerPool(
                options.workers(), options.workerQueue(), new DefaultThreadFactory("outboard-worker", true));
        this.core = new ServerCore(
                options.codec(), allocator, workers, options.limits(), options.hooks(), options.services());
        this.loops = new Loops(
                options.eventLoops(),
                "outboard-server-loop",
                false,
                options.transport(),
                options.codec(),
                allocator,
                core.writers,
                options.clock());
    }

    static SocketServer start(Options.Server options) {
        SocketServer server = new SocketServer(options);
        try {
            server.bind();
            return server;
        } catch (Throwable t) {
            server.close();
            throw t;
        }
    }

    private void bind() {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.group())
                .channel(options.transport().serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new Initializer());
        if (options.sendBufferBytes() > 0) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, options.sendBufferBytes());
        }
        if (options.receiveBufferBytes() > 0) {
            bootstrap.childOption(ChannelOption.SO_RCVBUF, options.receiveBufferBytes());
        }
        ChannelFuture bound = bootstrap.bind(options.host(), options.port()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new RpcException(
                    new Status(
                            StatusCode.UNAVAILABLE,
                            true,
                            "address: " + options.host() + ":" + options.port() + " (expected: one to listen on; "
                                    + bound.cause().getMessage() + ")"),
                    bound.cause());
        }
        listening = bound.channel();
    }

    @Override
    public int port() {
        Channel channel = listening;
        return channel != null && channel.localAddress() instanceof InetSocketAddress address ? address.getPort() : 0;
    }

    @Override
    public String codec() {
        return options.codec().name();
    }

    @Override
    public String transport() {
        return options.transport().label();
    }

    @Override
    public MemoryLedger ledger() {
        return options.ledger();
    }

    @Override
    public ServerStats stats() {
        ServerCounters counters = core.counters;
        return new ServerStats(
                counters.connections.get(),
                counters.accepted.sum(),
                counters.calls.sum(),
                counters.oneWays.sum(),
                counters.rejected.sum(),
                counters.expired.sum(),
                counters.failures.sum(),
                counters.sentAway.sum(),
                counters.pushesSent.sum(),
                counters.pushesLost.sum(),
                core.faults.counts());
    }

    @Override
    public EncodedPush encodePush(Method method, MessageWriter message) {
        return core.encode(method, message);
    }

    @Override
    public DrainReport drain(Duration grace) {
        loops.checkOutside("drain");
        long start = System.nanoTime();
        stopListening();
        Drain drain = new Drain(core);
        drain.begin();
        boolean left = drain.await(grace);
        int forced = left ? 0 : drain.force();
        close();
        return new DrainReport(
                drain.connections(),
                drain.completedCalls(),
                drain.movedCalls(),
                forced,
                drain.abandonedCalls(),
                Duration.ofNanos(System.nanoTime() - start));
    }

    @Override
    public void close() {
        loops.checkOutside("close");
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        stopListening();
        core.draining = true;
        Loops.closeAll(core.connections, "the server was closed");
        // In this order: loops submit to workers, workers hand replies to connections, all of them hold frames.
        loops.close();
        workers.close();
        allocator.close();
    }

    private void stopListening() {
        Channel channel = listening;
        if (channel != null) {
            channel.close().awaitUninterruptibly();
        }
    }

    private final class Initializer extends ChannelInitializer<SocketChannel> {
        @Override
        protected void initChannel(SocketChannel channel) {
            SSLContext tls = options.tls();
            if (tls != null) {
                channel.pipeline().addLast(Tls.server(tls));
            }
            channel.pipeline().addLast(new AcceptedConnection(core, loops.of(channel.eventLoop())));
        }
    }
}
