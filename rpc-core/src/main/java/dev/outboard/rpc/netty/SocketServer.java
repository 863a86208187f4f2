package dev.outboard.rpc.netty;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.rpc.DrainReport;
import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerStats;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.TlsStats;
import dev.outboard.rpc.call.VirtualThreads;
import dev.outboard.rpc.call.WorkerPool;
import dev.outboard.rpc.frame.FailureText;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server on any transport. */
final class SocketServer implements RpcServer {
    private static final Logger LOG = LoggerFactory.getLogger(SocketServer.class);
    private static final int BACKLOG = 1024;

    private final Options.Server options;
    private final @Nullable TlsSource tls;
    private final FrameAllocator allocator;
    private final WorkerPool workers;
    private final @Nullable VirtualThreads virtualThreads;
    private final ServerCore core;
    private final Loops loops;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final List<SideDoor> doors = new CopyOnWriteArrayList<>();
    private @Nullable Channel listening;
    private @Nullable UnixSocketFile socketFile;

    private SocketServer(Options.Server options) {
        this.options = options;
        // First, for it can fail, and then nothing is left behind.
        Map<Method, Route> routes = ServerCore.routesOf(options.services());
        boolean onVirtual = routes.values().stream().anyMatch(route -> route.execution() == Execution.VIRTUAL_THREADS);
        this.virtualThreads = onVirtual ? new VirtualThreads(options.virtualThreads()) : null;
        this.tls = options.tls() == null ? null : new TlsSource(options.tls(), false);
        this.allocator = options.allocator() != null
                ? options.allocator()
                : options.codec().newAllocator(options.ledger());
        this.workers = new WorkerPool(
                options.workers(), options.workerQueue(), new DefaultThreadFactory("outboard-worker", true));
        this.core = new ServerCore(
                options.codec(),
                allocator,
                workers,
                virtualThreads,
                options.limits(),
                options.hooks(),
                options.services(),
                routes);
        this.loops = new Loops(
                options.eventLoops(),
                "outboard-server-loop",
                false,
                options.transport(),
                options.eventLoopGroup(),
                options.codec(),
                allocator,
                core.writers,
                options.packing(),
                options.clock());
    }

    static SocketServer start(Options.Server options) {
        SocketServer server = new SocketServer(options);
        try {
            server.bind();
            server.announce();
            return server;
        } catch (Throwable t) {
            server.close();
            throw t;
        }
    }

    private void bind() {
        Family family = options.transport().familyOf(options.address());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.group())
                .channel(options.transport().backend().serverChannel(family))
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .childHandler(new Initializer());
        if (family == Family.INET) {
            bootstrap.option(ChannelOption.SO_REUSEADDR, true).childOption(ChannelOption.TCP_NODELAY, true);
        }
        if (family != Family.IN_PROCESS) {
            configureSockets(bootstrap);
        }
        try {
            bind(bootstrap, family);
        } catch (IOException e) {
            throw unavailable(options.address(), e);
        }
    }

    private void configureSockets(ServerBootstrap bootstrap) {
        bootstrap.option(ChannelOption.SO_BACKLOG, BACKLOG);
        if (options.sendBufferBytes() > 0) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, options.sendBufferBytes());
        }
        if (options.receiveBufferBytes() > 0) {
            bootstrap.childOption(ChannelOption.SO_RCVBUF, options.receiveBufferBytes());
        }
    }

    /**
     * Listens on one more address of the network, for {@code door}. Returns the channel that listens.
     *
     * @throws IllegalArgumentException where the server's transport does not reach the network
     * @throws RpcException where the address cannot be bound, or the server is ending
     */
    Channel listenFor(SideDoor door, InetSocketAddress address, ChannelInitializer<Channel> initializer) {
        Backend backend = options.transport().backend();
        if (!backend.reaches(Family.INET)) {
            throw new IllegalArgumentException(
                    "transport: " + transport() + " (expected: one that listens on the network)");
        }
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.group())
                .channel(backend.serverChannel(Family.INET))
                .childOption(ChannelOption.ALLOCATOR, allocator)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(initializer);
        configureSockets(bootstrap);
        ChannelFuture bound = bootstrap.bind(backend.address(address)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw unavailable(address, bound.cause());
        }
        doors.add(door);
        if (ending.get() || core.draining) {
            bound.channel().close().awaitUninterruptibly();
            throw new RpcException(
                    new Status(StatusCode.UNAVAILABLE, true, "server: ending (expected: one that accepts)"));
        }
        return bound.channel();
    }

    /** On the channel's event loop: makes it a connection, whatever is in front of it. */
    AcceptedConnection admit(Channel channel) {
        AcceptedConnection connection = new AcceptedConnection(core, loops.of(channel.eventLoop()));
        channel.pipeline().addLast(connection);
        connection.admitted(channel.pipeline().context(connection));
        return connection;
    }

    /** The TLS of this server, for connections that speak HTTP first; null where it has none. */
    @Nullable
    TlsSource tls() {
        return tls;
    }

    private void bind(ServerBootstrap bootstrap, Family family) throws IOException {
        if (family == Family.UNIX) {
            UnixSocketFile.makeRoom(Family.path(options.address()));
        }
        ChannelFuture bound = bootstrap
                .bind(options.transport().backend().address(options.address()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw unavailable(options.address(), bound.cause());
        }
        listening = bound.channel();
        if (family == Family.UNIX) {
            socketFile = UnixSocketFile.bound(Family.path(options.address()));
        }
    }

    private static RpcException unavailable(SocketAddress address, Throwable cause) {
        String message =
                "address: " + Family.text(address) + " (expected: one to listen on; " + cause.getMessage() + ")";
        return new RpcException(new Status(StatusCode.UNAVAILABLE, true, message), cause);
    }

    private void announce() {
        if (tls != null) {
            tls.watch(loops.group().next());
        }
        LOG.info(
                "server on {}: codec {}, TLS {}, transport {}",
                Family.text(address()),
                codec(),
                tls == null ? "none" : tls.engine(),
                options.transport().explained());
    }

    @Override
    public SocketAddress address() {
        Channel channel = listening;
        return channel != null && channel.localAddress() instanceof InetSocketAddress address
                ? address
                : options.address();
    }

    @Override
    public void reloadTls() {
        if (tls == null) {
            throw new IllegalStateException("tls: none (expected: a server with TLS)");
        }
        tls.reload();
    }

    @Override
    public TlsStats tlsStats() {
        return tls == null ? new TlsStats(0, 0) : tls.stats();
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
                core.queued(),
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
    public int eventLoops() {
        return loops.count();
    }

    @Override
    public boolean execute(int eventLoop, Runnable task) {
        return loops.at(eventLoop).execute(task);
    }

    @Override
    public boolean schedule(int eventLoop, Runnable task, long delayNanos) {
        return loops.at(eventLoop).schedule(task, delayNanos);
    }

    @Override
    public DrainReport drain(Duration grace, String hint) {
        loops.checkOutside("drain");
        long start = System.nanoTime();
        stopListening();
        Drain drain = new Drain(core, FailureText.cut(hint));
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
        loops.settle();
        Loops.closeAll(core.connections, "the server was closed");
        // In this order: loops submit to workers, workers hand replies to connections, all of them hold frames.
        loops.close();
        workers.close();
        if (virtualThreads != null) {
            virtualThreads.close();
        }
        options.packing().close();
        loops.leave();
        if (options.allocator() == null) {
            allocator.close();
        }
        if (tls != null) {
            tls.close();
        }
    }

    private void stopListening() {
        Channel channel = listening;
        if (channel != null) {
            channel.close().awaitUninterruptibly();
        }
        doors.forEach(SideDoor::close);
        UnixSocketFile file = socketFile;
        if (file != null) {
            file.remove();
        }
    }

    private final class Initializer extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            if (options.transport() == Transport.IN_PROCESS) {
                channel.pipeline().addLast(new InProcessPipe());
            }
            if (tls != null) {
                channel.pipeline().addLast(tls.newHandler(channel.alloc(), "", 0));
            }
            channel.pipeline().addLast(new AcceptedConnection(core, loops.of(channel.eventLoop())));
        }
    }
}
