package dev.outboard.rpc.netty;

import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerConnection;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.util.function.BiConsumer;

/**
 * A second port of a running server, for clients that speak something else before they speak its wire format: browsers, with
 * HTTP and WebSocket. Channels come in here on the server's own event loops, with its allocator, its socket options and, where it
 * has any, its TLS. Who has opened the door puts handlers into their pipelines. When these are ready to carry the bytes of the wire
 * format, {@link #admit} puts the server's end of a connection behind them: from then on the channel is a connection like
 * any other. Time limits, authentication, budgets, draining and counts are the server's.
 *
 * <p>In front of that end, handlers fire what they read as {@code ByteBuf}s, preface and HELLO first, and a
 * {@code channelReadComplete} behind them; they are written {@code ByteBuf}s, each with any number of whole frames, some of them with
 * a void promise. They see the connection's end as {@code close}, and may take a second for last words of their own before they pass it on.
 *
 * <p>Life: {@link #open}, and {@link #close} or the end of the server, which closes its doors when it drains. Any thread, but not the server's event loops for these two.
 */
public final class SideDoor implements AutoCloseable {
    private final SocketServer server;
    private final Channel listening;
    /** Channels that came in and are no connections. */
    private final ChannelGroup waiting = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);

    private SideDoor(SocketServer server, InetSocketAddress address, BiConsumer<SideDoor, Channel> guests) {
        this.server = server;
        this.listening = server.listenFor(this, address, new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                enter(channel, guests);
            }
        });
    }

    /**
     * <em>Returns owned</em>: a door that channels come in by.
     *
     * @param server made by {@link RpcServerBuilder}; <em>borrowed</em>
     * @param address what to listen on; port 0 for any that is free
     * @param guests is given this door and each channel, on its event loop, with nothing but TLS in its pipeline. How long a channel may wait, and how many
     *     of them, is for this to say
     * @throws IllegalArgumentException for a server of another make, or one whose transport does not reach the network
     * @throws dev.outboard.rpc.RpcException where the address cannot be bound
     */
    public static SideDoor open(RpcServer server, InetSocketAddress address, BiConsumer<SideDoor, Channel> guests) {
        if (server instanceof SocketServer own) {
            return new SideDoor(own, address, guests);
        }
        throw new IllegalArgumentException(
                "server: " + server.getClass().getName() + " (expected: one made by RpcServerBuilder)");
    }

    /**
     * Makes a channel that has come in a connection: adds the server's end behind what is in the pipeline, and starts the
     * time that the preface and HELLO have. On the channel's event loop, once for each. Where the server has no room, or drains, the
     * channel is closed.
     */
    public ServerConnection admit(Channel channel) {
        waiting.remove(channel);
        return server.admit(channel);
    }

    /** The port that it listens on. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /** Stops listening, and closes what has come in and is no connection. Idempotent. */
    @Override
    public void close() {
        listening.close().awaitUninterruptibly();
        waiting.close().awaitUninterruptibly();
    }

    private void enter(Channel channel, BiConsumer<SideDoor, Channel> guests) {
        waiting.add(channel);
        TlsSource tls = server.tls();
        if (tls != null) {
            channel.pipeline().addLast(tls.newHttpHandler(channel.alloc()));
        }
        guests.accept(this, channel);
    }
}
