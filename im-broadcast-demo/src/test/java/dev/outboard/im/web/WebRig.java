package dev.outboard.im.web;

import dev.outboard.im.chat.HistoryLimits;
import dev.outboard.im.server.ChatOptions;
import dev.outboard.im.server.ImServer;
import dev.outboard.im.server.ImServerOptions;
import dev.outboard.im.server.ImWiring;
import dev.outboard.im.server.Sharing;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerStats;
import dev.outboard.rpc.TlsOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A small chat server with a port for browsers. */
final class WebRig implements AutoCloseable {
    private final AtomicReference<RpcServer> rpc = new AtomicReference<>();
    private final ImServer server;
    private final WebServer web;

    WebRig() {
        this(ChatOptions.defaults(), null, ImWiring.MAX_CONNECTIONS);
    }

    WebRig(ChatOptions chat, @Nullable TlsOptions tls, int maxConnections) {
        this(0, chat, new ImWiring(tls, maxConnections, List.of(), started -> {}));
    }

    private WebRig(int webPort, ChatOptions chat, ImWiring wiring) {
        server = ImServer.start(
                options(),
                chat,
                new ImWiring(wiring.tls(), wiring.maxConnections(), List.of(), rpc::set)
                        .withSwitchable(wiring.switchable())
                        .withSharing(wiring.sharing()));
        server.measureFanout();
        web = WebServer.start(
                rpc.get(),
                wiring.tls() != null,
                new WebOptions(
                        "127.0.0.1",
                        webPort,
                        List.of("https://chat.example.org"),
                        wiring.switchable() ? control(server) : null));
    }

    /** One whose dashboard may switch modes. */
    static WebRig switchable() {
        return new WebRig(0, ChatOptions.defaults(), ImWiring.none().withSwitchable(true));
    }

    /**
     * One of several nodes, which keeps 150 messages of a lane and gives 50 at once; <em>consumes</em> the backplane.
     *
     * @param webPort for browsers; 0 takes any that is free
     */
    static WebRig node(Sharing sharing, int webPort) {
        HistoryLimits history = new HistoryLimits(150, 256 << 10, Duration.ofMinutes(5), 32 << 20, 50, 512 << 10);
        return new WebRig(
                webPort,
                ChatOptions.defaults().withHistory(history),
                ImWiring.none().withSharing(sharing));
    }

    private static ModeControl control(ImServer server) {
        return new ModeControl() {
            @Override
            public List<String> modes() {
                return ImServer.switchableModes();
            }

            @Override
            public void switchTo(String mode) {
                server.switchTo(mode);
            }
        };
    }

    private static ImServerOptions options() {
        return new ImServerOptions(
                "127.0.0.1", 0, "pool", "safe", "nio", 1, 2, 2, 1_024, 64 << 10, 0, 0, Duration.ofSeconds(5));
    }

    /** For browsers. */
    int port() {
        return web.port();
    }

    /** For clients of the RPC. */
    int rpcPort() {
        return server.port();
    }

    ImServer server() {
        return server;
    }

    ServerStats stats() {
        return rpc.get().stats();
    }

    /** A socket that has said nothing. */
    RawSocket socket() {
        return new RawSocket(port());
    }

    /** A WebSocket of a subprotocol. */
    RawSocket webSocket(String subprotocol) {
        RawSocket socket = socket();
        socket.upgrade(subprotocol);
        return socket;
    }

    /** A page that is connected. */
    JsonPage page() {
        return page("");
    }

    JsonPage page(String token) {
        JsonPage page = new JsonPage(webSocket(JsonFrames.NAME));
        page.connect(token);
        return page;
    }

    @Override
    public void close() {
        web.close();
        server.close();
    }
}
