package dev.outboard.rpc.netty;

import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerCall;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A server with the {@link Echo} service, a client, and a connection between them. */
final class Pair implements AutoCloseable {
    static final Duration LONG = Duration.ofMinutes(1);

    final Echo echo = new Echo();
    final RpcServer server;
    final RpcClient client;
    final ClientConnection connection;

    Pair(Variant variant) {
        this(variant, server -> server, client -> client);
    }

    Pair(Variant variant, UnaryOperator<RpcServerBuilder> forServer, UnaryOperator<RpcClientBuilder> forClient) {
        server = forServer.apply(variant.server().service(echo.service())).start();
        client = forClient.apply(variant.client()).build();
        try {
            connection = client.connect(server.address());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    Outcome call(Method method, MessageWriter request) {
        return call(method, request, LONG);
    }

    Outcome call(Method method, MessageWriter request, Duration timeout) {
        Outcome outcome = new Outcome();
        connection.call(method, request, timeout, outcome);
        return outcome;
    }

    /**
     * Closes both and sees to it that no frame is left. A request that was on its way when its client closed may be parked as
     * late as the server closes.
     */
    @Override
    public void close() {
        echo.gate.countDown();
        echo.endParked(ServerCall::complete);
        client.close();
        server.close();
        Await.until("client's ledger", () -> client.ledger().usedBytes() == 0);
        Await.until("server's ledger", () -> {
            echo.endParked(ServerCall::complete);
            return server.ledger().usedBytes() == 0;
        });
    }
}
