package dev.outboard.rpc.netty;

import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcChannel;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.channel.ManagedChannel;
import dev.outboard.rpc.channel.ManagedChannelBuilder;

/** What an application in a container does: a server, a client, a channel, services that are found by their interface; then it ends. */
public final class Embedded implements Runnable {
    private final String transport;
    private final String codec;
    private final boolean tls;

    public Embedded(String transport, String codec, boolean tls) {
        this.transport = transport;
        this.codec = codec;
        this.tls = tls;
    }

    @Override
    public void run() {
        RpcServerBuilder builder =
                RpcServerBuilder.create().transport(transport).codec(codec);
        RpcClientBuilder clients =
                RpcClientBuilder.create().transport(transport).codec(codec);
        if (tls) {
            builder.tls(TestTls.server().build());
            clients.tls(TestTls.client().serverName("localhost").build());
        }
        try (RpcServer server = builder.service(new Echo().service()).start();
                RpcClient client = clients.build()) {
            ClientConnection connection = client.connect(server.address());
            call(connection, Echo.ON_LOOP);
            call(connection, Echo.ON_WORKERS);
            if (server.port() != 0) {
                callThrough("listed:///127.0.0.1:" + server.port(), client);
                callThrough("dns:///localhost:" + server.port(), client);
            }
        }
    }

    private static void callThrough(String target, RpcClient client) {
        try (ManagedChannel channel = ManagedChannelBuilder.of(target, client).build()) {
            call(channel, Echo.ON_WORKERS);
        }
    }

    private static void call(RpcChannel channel, Method method) {
        Outcome outcome = new Outcome();
        channel.call(method, Echo.number(1), Pair.LONG, outcome);
        try {
            if (outcome.reply().length != Long.BYTES) {
                throw new IllegalStateException("reply: of another length (expected: 8 bytes)");
            }
        } catch (Exception e) {
            throw new IllegalStateException(method + ": failed (expected: a reply)", e);
        }
    }
}
