package dev.outboard.bench.ask;

import dev.outboard.bench.report.JsonReport;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.TlsOptions;
import dev.outboard.rpc.netty.RpcClientBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the three commands have in common: whom to ask, and where the answer goes besides. */
final class Target {
    private static final int MAX_PORT = 65_535;
    private static final int MAX_SECONDS = 3_600;

    @Parameters(index = "0", paramLabel = "HOST:PORT", description = "The server.")
    private String address = "";

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "How long each call may take; ${DEFAULT-VALUE} by default.")
    private int timeoutSeconds = 5;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            description = "Use TLS, and trust the certificates of this PEM file.")
    private @Nullable Path trust;

    @Option(names = "--json", paramLabel = "FILE", description = "Also writes the answer as JSON.")
    private @Nullable Path json;

    /** Connects, asks, and closes the connection. */
    <R> R ask(Function<ClientConnection, R> question) {
        int colon = address.lastIndexOf(':');
        int port = colon > 0 ? port(address.substring(colon + 1)) : -1;
        if (port < 0) {
            throw new IllegalArgumentException("address: " + address + " (expected: HOST:PORT)");
        }
        timeout();
        RpcClientBuilder builder = RpcClientBuilder.create().eventLoops(1);
        if (trust != null) {
            builder.tls(TlsOptions.builder().trust(trust).build());
        }
        try (RpcClient client = builder.build()) {
            return question.apply(client.connect(address.substring(0, colon), port));
        }
    }

    Duration timeout() {
        if (timeoutSeconds < 1 || timeoutSeconds > MAX_SECONDS) {
            throw new IllegalArgumentException("timeout: " + timeoutSeconds + " (expected: 1 to " + MAX_SECONDS + ")");
        }
        return Duration.ofSeconds(timeoutSeconds);
    }

    /** Writes the answer where that was asked for. */
    void write(Object answer) throws IOException {
        if (json != null) {
            JsonReport.write(json, answer);
        }
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}")) {
            return -1;
        }
        int port = Integer.parseInt(text);
        return port >= 1 && port <= MAX_PORT ? port : -1;
    }
}
