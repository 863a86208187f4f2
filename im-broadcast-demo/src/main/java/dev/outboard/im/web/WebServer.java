package dev.outboard.im.web;

import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.netty.SideDoor;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The way in for browsers: pages and WebSockets on one port, on the RPC server's event loops and under its TLS. A WebSocket is a connection of
 * that server, with the same rights, budgets and counts. Whatever is asked is answered or refused in bounded memory and time: {@value #MAX_LINE}
 * bytes of a request line, {@value #MAX_HEADERS} of headers, {@value #MAX_BODY} of a body.
 *
 * <p>Life: {@link #start}, then {@link #close}; the server's end, or its drain, closes the port as well. Any thread, but not the server's event
 * loops.
 */
public final class WebServer implements AutoCloseable {
    static final int MAX_LINE = 1 << 10;
    static final int MAX_HEADERS = 8 << 10;
    static final int MAX_BODY = 1 << 10;

    private static final HttpDecoderConfig HTTP = new HttpDecoderConfig()
            .setMaxInitialLineLength(MAX_LINE)
            .setMaxHeaderSize(MAX_HEADERS)
            .setMaxChunkSize(MAX_BODY);

    private final WaitingRoom room = new WaitingRoom();
    private final Assets assets = new Assets();
    /** For switches of modes. Its thread ends when it has nothing to do. */
    private final ThreadPoolExecutor switcher = new ThreadPoolExecutor(
            1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new DefaultThreadFactory("im-switch", true));

    private final Origins origins;
    private final Upgrade upgrade;
    private final ControlRoutes control;
    private final SideDoor door;

    private WebServer(RpcServer rpc, InetSocketAddress address, boolean encrypted, WebOptions options) {
        boolean loopback = address.getAddress().isLoopbackAddress();
        this.origins = new Origins(encrypted, loopback, options.origins());
        this.upgrade = new Upgrade(origins);
        switcher.allowCoreThreadTimeOut(true);
        this.control = new ControlRoutes(options.control(), origins, switcher);
        // The last thing: from here on browsers come in.
        this.door = SideDoor.open(rpc, address, this::enter);
    }

    /**
     * <em>Returns owned</em>: a port that listens.
     *
     * @param rpc the server that the connections are of; <em>borrowed</em>
     * @param encrypted whether that server has TLS
     * @throws IllegalArgumentException for origins that are none, or an address that has no number
     * @throws dev.outboard.rpc.RpcException where the address cannot be bound
     */
    public static WebServer start(RpcServer rpc, boolean encrypted, WebOptions options) {
        InetSocketAddress address = new InetSocketAddress(options.host(), options.port());
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(
                    "web-host: " + options.host() + " (expected: an address of this machine)");
        }
        return new WebServer(rpc, address, encrypted, options);
    }

    /** The port that it listens on. */
    public int port() {
        return door.port();
    }

    @Override
    public void close() {
        door.close();
        switcher.shutdown();
    }

    private void enter(SideDoor from, Channel channel) {
        WaitingRoom.Seat seat = room.new Seat();
        channel.pipeline()
                .addLast(seat)
                .addLast(new HttpServerCodec(HTTP))
                .addLast(new HttpObjectAggregator(MAX_BODY, true))
                .addLast(new HttpFront(assets, origins, upgrade, control, from, seat));
    }
}
