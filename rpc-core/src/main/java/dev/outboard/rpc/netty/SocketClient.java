package dev.outboard.rpc.netty;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.codec.spi.FrameWriter;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.EncodedMessage;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.TlsStats;
import dev.outboard.rpc.compression.Algorithms;
import dev.outboard.rpc.frame.Hello;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client on any transport. */
@SuppressWarnings("FutureReturnValueIgnored") // their ends reach the caller through the connection's own future
final class SocketClient implements RpcClient {
    private static final int FIRST_MESSAGE_BYTES = 256;
    private static final Logger LOG = LoggerFactory.getLogger(SocketClient.class);

    private final Options.Client options;
    private final @Nullable TlsSource tls;
    private final FrameAllocator allocator;
    private final WriterPool writers;
    private final Loops loops;
    private final FaultLog faults = new FaultLog();
    private final AtomicLong lastConnectionId = new AtomicLong();
    private final Set<DialedConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    SocketClient(Options.Client options) {
        this.options = options;
        this.tls = options.tls() == null ? null : new TlsSource(options.tls(), true);
        this.allocator = options.allocator() != null
                ? options.allocator()
                : options.codec().newAllocator(options.ledger());
        this.writers = new WriterPool(options.codec());
        this.loops = new Loops(
                options.eventLoops(),
                "outboard-client-loop",
                true,
                options.transport(),
                options.eventLoopGroup(),
                options.codec(),
                allocator,
                writers,
                options.packing(),
                options.clock());
        if (tls != null) {
            tls.watch(loops.group().next());
        }
        LOG.debug("client: codec {}, transport {}", codec(), options.transport().explained());
    }

    @Override
    public ClientConnection connect(String host, int port) {
        return connect(InetSocketAddress.createUnresolved(host, port));
    }

    @Override
    public CompletableFuture<ClientConnection> connectAsync(String host, int port) {
        return connectAsync(InetSocketAddress.createUnresolved(host, port));
    }

    @Override
    public ClientConnection connect(SocketAddress address) {
        loops.checkOutside("connect");
        try {
            return connectAsync(address).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RpcException cause) {
                throw new RpcException(cause.status(), cause);
            }
            throw e;
        }
    }

    @Override
    public CompletableFuture<ClientConnection> connectAsync(SocketAddress address) {
        Family family = options.transport().familyOf(address);
        CompletableFuture<ClientConnection> connected = new CompletableFuture<>();
        if (closed.get()) {
            connected.completeExceptionally(unavailable("client: closed (expected: open)", null));
            return connected;
        }
        Bootstrap bootstrap = new Bootstrap()
                .group(loops.group())
                .channel(options.transport().backend().clientChannel(family))
                .option(ChannelOption.ALLOCATOR, allocator)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis())
                .handler(new Initializer(address, connected));
        if (family == Family.INET) {
            bootstrap.option(ChannelOption.TCP_NODELAY, true);
        }
        if (options.sendBufferBytes() > 0 && family != Family.IN_PROCESS) {
            bootstrap.option(ChannelOption.SO_SNDBUF, options.sendBufferBytes());
        }
        if (options.receiveBufferBytes() > 0 && family != Family.IN_PROCESS) {
            bootstrap.option(ChannelOption.SO_RCVBUF, options.receiveBufferBytes());
        }
        ChannelFuture attempt = bootstrap.connect(options.transport().backend().address(address));
        attempt.addListener(done -> {
            if (!done.isSuccess()) {
                connected.completeExceptionally(unavailable(
                        "address: " + Family.text(address) + " (expected: a server; "
                                + done.cause().getMessage() + ")",
                        done.cause()));
            } else if (closed.get()) {
                attempt.channel().close();
            }
        });
        return connected;
    }

    @Override
    public EncodedMessage encode(MessageWriter message) {
        if (closed.get()) {
            throw unavailable("client: closed (expected: open)", null);
        }
        ByteBuf frame = allocator.directBuffer(FIRST_MESSAGE_BYTES, Limits.MAX_MESSAGE_BYTES);
        FrameWriter writer = writers.take();
        try {
            writer.attach(frame, 0);
            message.write(writer);
            frame.setIndex(0, writer.detach());
            return new EncodedBody(options.codec(), frame);
        } catch (Throwable t) {
            writer.detach();
            frame.release();
            throw t;
        } finally {
            writers.give(writer);
        }
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
    public void close() {
        loops.checkOutside("close");
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        Loops.closeAll(connections, "the client was closed");
        loops.close();
        options.packing().close();
        loops.leave();
        if (options.allocator() == null) {
            allocator.close();
        }
        if (tls != null) {
            tls.close();
        }
    }

    @Override
    public void reloadTls() {
        if (tls == null) {
            throw new IllegalStateException("tls: none (expected: a client with TLS)");
        }
        tls.reload();
    }

    @Override
    public TlsStats tlsStats() {
        return tls == null ? new TlsStats(0, 0) : tls.stats();
    }

    private int connectMillis() {
        return (int) Math.min(
                Integer.MAX_VALUE,
                Math.max(1, options.limits().handshakeTimeout().toMillis()));
    }

    private static RpcException unavailable(String message, @Nullable Throwable cause) {
        Status status = new Status(StatusCode.UNAVAILABLE, true, message);
        return cause == null ? new RpcException(status) : new RpcException(status, cause);
    }

    private final class Initializer extends ChannelInitializer<Channel> {
        private final SocketAddress address;
        private final CompletableFuture<ClientConnection> connected;

        Initializer(SocketAddress address, CompletableFuture<ClientConnection> connected) {
            this.address = address;
            this.connected = connected;
        }

        @Override
        protected void initChannel(Channel channel) {
            Hello hello;
            try {
                hello = Hello.own(
                        options.limits().maxFrameBytes(),
                        options.limits().maxMessageBytes(),
                        SharedCredit.ownWindows(options.limits()),
                        options.credentials().get(),
                        Algorithms.available());
            } catch (RuntimeException e) {
                Status status = new Status(StatusCode.UNAUTHENTICATED, true, "credentials: " + e.getMessage());
                connected.completeExceptionally(new RpcException(status, e));
                channel.close();
                return;
            }
            if (options.transport() == Transport.IN_PROCESS) {
                channel.pipeline().addLast(new InProcessPipe());
            }
            if (tls != null) {
                channel.pipeline()
                        .addLast(
                                address instanceof InetSocketAddress inet
                                        ? tls.newHandler(channel.alloc(), inet.getHostString(), inet.getPort())
                                        : tls.newHandler(channel.alloc(), "localhost", 0));
            }
            channel.pipeline()
                    .addLast(new DialedConnection(
                            lastConnectionId.incrementAndGet(),
                            loops.of(channel.eventLoop()),
                            options.limits(),
                            faults,
                            options.pushes(),
                            hello,
                            connections,
                            connected));
        }
    }
}
