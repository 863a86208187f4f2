package dev.outboard.im.cli;

import dev.outboard.im.server.ImServer;
import dev.outboard.im.server.ImWiring;
import dev.outboard.im.web.ModeControl;
import dev.outboard.im.web.WebOptions;
import dev.outboard.im.web.WebServer;
import dev.outboard.rpc.RpcServer;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code serve} for browsers, and what comes of them. Used by the command's thread: {@link #wire}, {@link #start}, {@link #close}. */
final class WebFlags implements AutoCloseable {
    @Option(
            names = "--web-port",
            paramLabel = "PORT",
            description =
                    "Port for browsers: the chat at /, the dashboard, WebSockets; 0 takes any that is free, -1 has none.")
    private int webPort = -1;

    @Option(names = "--web-host", paramLabel = "ADDRESS", description = "Address for that.")
    private String webHost = "127.0.0.1";

    @Option(
            names = "--web-origins",
            paramLabel = "ORIGINS",
            description = "Sites whose pages may open a WebSocket, too: https://chat.example.org, with commas between.")
    private String webOrigins = "";

    @Option(
            names = "--dashboard-control",
            description = "Lets the dashboard switch the mode while the server runs, in a browser on this machine.")
    private boolean dashboardControl;

    private @Nullable RpcServer rpc;
    private boolean encrypted;
    private @Nullable WebServer server;

    /** The same wiring, and the RPC server is remembered. */
    ImWiring wire(ImWiring wiring) {
        encrypted = wiring.tls() != null;
        return new ImWiring(
                wiring.tls(),
                wiring.maxConnections(),
                wiring.observers(),
                wiring.started().andThen(started -> rpc = started),
                webPort >= 0 && dashboardControl,
                wiring.sharing());
    }

    /**
     * Opens the port, if there is to be one.
     *
     * @throws IllegalArgumentException for what cannot be used
     * @throws dev.outboard.rpc.RpcException where the address cannot be bound
     */
    void start(ImServer im) {
        if (webPort < -1 || webPort > 65_535) {
            throw new IllegalArgumentException("web-port: " + webPort + " (expected: -1 to 65535)");
        }
        RpcServer started = rpc;
        if (webPort >= 0 && started != null) {
            im.measureFanout();
            server = WebServer.start(
                    started,
                    encrypted,
                    new WebOptions(webHost, webPort, origins(), dashboardControl ? control(im) : null));
        }
    }

    private static ModeControl control(ImServer im) {
        return new ModeControl() {
            @Override
            public List<String> modes() {
                return ImServer.switchableModes();
            }

            @Override
            public void switchTo(String mode) {
                im.switchTo(mode);
            }
        };
    }

    private List<String> origins() {
        return Arrays.stream(webOrigins.split(","))
                .map(String::trim)
                .filter(origin -> !origin.isEmpty())
                .toList();
    }

    /** Says where it listens, if it does. */
    void print(PrintWriter out) {
        if (server != null) {
            out.printf(Locale.ROOT, "web on %s://%s:%d/%n", encrypted ? "https" : "http", webHost, server.port());
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
