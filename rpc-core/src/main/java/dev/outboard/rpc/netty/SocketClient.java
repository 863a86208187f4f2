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
import dev.outboard.rpc.frame.Hello;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A client on TCP. */
@SuppressWarnings("FutureReturnValueIgnored") // their ends reach the caller through the connection's own future
final class SocketClient implements RpcClient {
    private static final int FIRST_MESSAGE_BYTES = 256;

    private final Options.Client options;
    private final FrameAllocator allocator;
    private final WriterPool writers;
    private final Loops loops;
    private final FaultLog faults = new FaultLog();
    private final AtomicLong lastConnectionId = new AtomicLong();
    private final Set<DialedConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();

    SocketClient(Options.Client options) {
        this.options = options;
        this.allocator = options.codec().newAllocator(options.ledger());
        this.writers = new WriterPool(options.codec());
        this.loops = new Loops(
                options.eventLoops(),
                "outboard-client-loop",
                true,
                options.transport(),
                options.codec(),
                allocator,
                writers,
                options.clock());
    }

    @Override
    public ClientConnection connect(String host, int port) {
        loops.checkOutside("connect");
        try {
            return connectAsync(host, port).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RpcException cause) {
                throw new RpcException(cause.status(), cause);
            }
            throw e;
        }
    }

    @Override
    public CompletableFuture<ClientConnection> connectAsync(String host, int port) {
        return connectAsync(InetSocketAddress.createUnresolved(host, port));
    }

    @Override
    public CompletableFuture<ClientConnection> connectAsync(InetSocketAddress address) {
        String host = address.getHostString();
        int port = address.getPort();
        CompletableFuture<ClientConnection> connected = new CompletableFuture<>();
        if (closed.get()) {
            connected.completeExceptionally(unavailable("client: closed (expected: open)", null));
            return connected;
        }
        Bootstrap bootstrap = new Bootstrap()
                .group(loops.group())
                .channel(options.transport().clientChannel())
                .option(ChannelOption.ALLOCATOR, allocator)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis())
                .handler(new Initializer(host, port, connected));
        if (options.sendBufferBytes() > 0) {
            bootstrap.option(ChannelOption.SO_SNDBUF, options.sendBufferBytes());
        }
        if (options.receiveBufferBytes() > 0) {
            bootstrap.option(ChannelOption.SO_RCVBUF, options.receiveBufferBytes());
        }
        ChannelFuture attempt = bootstrap.connect(address);
        attempt.addListener(done -> {
            if (!done.isSuccess()) {
                connected.completeExceptionally(unavailable(
                        "address: " + host + ":" + port + " (expected: a server; "
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
        ByteBuf frame = allocator.directBuffer(FIRST_MESSAGE_BYTES, Limits.MAX_FRAME_BYTES);
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
        allocator.close();
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
        private final String host;
        private final int port;
        private final CompletableFuture<ClientConnection> connected;

        Initializer(String host, int port, CompletableFuture<ClientConnection> connected) {
            this.host = host;
            this.port = port;
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
                        options.credentials().get());
            } catch (RuntimeException e) {
                Status status = new Status(StatusCode.UNAUTHENTICATED, true, "credentials: " + e.getMessage());
                connected.completeExceptionally(new RpcException(status, e));
                channel.close();
                return;
            }
            SSLContext tls = options.tls();
            if (tls != null) {
                channel.pipeline().addLast(Tls.client(tls, host, port));
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
