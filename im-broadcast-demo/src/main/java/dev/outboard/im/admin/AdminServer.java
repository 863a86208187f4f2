package dev.outboard.im.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * HTTP for those who run the server, on a port and a thread of its own, so that neither a flood of clients nor a drain is in its
 * way. Whatever is asked is answered or refused in bounded memory: {@value #MAX_LINE} bytes of a request line, {@value #MAX_HEADERS} of
 * headers, {@value #MAX_BODY} of a body, {@value #MAX_CONNECTIONS} connections, {@value #IDLE_SECONDS} seconds without a byte.
 */
public final class AdminServer implements AutoCloseable {
    static final int MAX_LINE = 1 << 10;
    static final int MAX_HEADERS = 8 << 10;
    static final int MAX_BODY = 64 << 10;
    static final int MAX_CONNECTIONS = 64;
    static final int IDLE_SECONDS = 30;

    private final EventLoopGroup loop;
    private final Channel listening;

    private AdminServer(EventLoopGroup loop, Channel listening) {
        this.loop = loop;
        this.listening = listening;
    }

    /**
     * <em>Returns owned</em>: an endpoint that listens.
     *
     * @param port 0 for any that is free
     * @throws IllegalArgumentException where the address cannot be bound, in one line
     */
    public static AdminServer start(String host, int port, List<Route> routes) {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("im-admin", true), NioIoHandler.newFactory());
        AtomicInteger connections = new AtomicInteger();
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOCATOR, UnpooledByteBufAllocator.DEFAULT)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel, connections, routes);
                    }
                })
                .bind(new InetSocketAddress(host, port))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            stop(loop);
            throw new IllegalArgumentException("admin: " + host + ":" + port + ", "
                    + bound.cause().getMessage() + " (expected: an address that is free)");
        }
        return new AdminServer(loop, bound.channel());
    }

    private static void accept(SocketChannel channel, AtomicInteger connections, List<Route> routes) {
        if (connections.incrementAndGet() > MAX_CONNECTIONS) {
            connections.decrementAndGet();
            channel.close().addListener(ChannelFutureListener.FIRE_EXCEPTION_ON_FAILURE);
            return;
        }
        channel.closeFuture().addListener(closed -> connections.decrementAndGet());
        channel.pipeline()
                .addLast(new ReadTimeoutHandler(IDLE_SECONDS, TimeUnit.SECONDS))
                .addLast(new HttpServerCodec(MAX_LINE, MAX_HEADERS, 8 << 10))
                .addLast(new HttpObjectAggregator(MAX_BODY, true))
                .addLast(new AdminHandler(routes));
    }

    /** The port that it listens on. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        stop(loop);
    }

    private static void stop(EventLoopGroup loop) {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
