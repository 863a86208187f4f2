package dev.outboard.bench.prove;

import dev.outboard.codec.WireReader;
import dev.outboard.im.load.LoadTerms;
import dev.outboard.im.load.ServerProbe;
import dev.outboard.im.load.ServerSample;
import dev.outboard.im.v1.MembershipEncoder;
import dev.outboard.im.v1.PublishEncoder;
import dev.outboard.im.v1.SignInEncoder;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.netty.RpcClientBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Tries what it may not, one connection after the other; each attempt is answered by the code that it got. One thread. */
final class Intruder implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String OK = "OK";

    private final int port;
    private final RpcClient client;
    private volatile String token = "";

    Intruder(ProvePlan plan, int port) {
        this.port = port;
        this.client = RpcClientBuilder.create()
                .codec(plan.codec())
                .credentials(() -> token.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    /** What a server has counted, asked for as somebody who is let in. */
    static ServerSample sample(int port, LoadTerms terms) {
        try (ServerProbe probe = ServerProbe.connect("127.0.0.1", port, terms)) {
            return probe.sample(true);
        }
    }

    String connect(String with) {
        return with(with, connection -> OK);
    }

    String withoutSignIn(String with) {
        return with(with, connection -> call(connection, ChatMethods.JOIN, group(1)));
    }

    String signIn(String with, long user) {
        return with(with, connection -> signIn(connection, user));
    }

    String join(String with, long user, int group) {
        return with(with, connection -> {
            signIn(connection, user);
            return call(connection, ChatMethods.JOIN, group(group));
        });
    }

    String publish(String with, long user, int group, int chars) {
        return with(with, connection -> {
            signIn(connection, user);
            call(connection, ChatMethods.JOIN, group(group));
            return call(
                    connection,
                    ChatMethods.PUBLISH,
                    out -> new PublishEncoder().wrap(out).groupId(group).text("x".repeat(chars)));
        });
    }

    String direct(String with, long user) {
        return with(with, connection -> {
            signIn(connection, user);
            return call(
                    connection,
                    ChatMethods.PUBLISH,
                    out -> new PublishEncoder().wrap(out).toUser(user).text("x"));
        });
    }

    @Override
    public void close() {
        client.close();
    }

    private interface Attempt {
        String on(ClientConnection connection);
    }

    private String with(String credentials, Attempt attempt) {
        token = credentials;
        ClientConnection connection;
        try {
            connection = client.connect("127.0.0.1", port);
        } catch (RpcException e) {
            return e.status().code().name();
        }
        try {
            return attempt.on(connection);
        } finally {
            connection.close();
        }
    }

    private static String signIn(ClientConnection connection, long user) {
        return call(
                connection,
                ChatMethods.SIGN_IN,
                out -> new SignInEncoder().wrap(out).userId(user));
    }

    private static MessageWriter group(int group) {
        return out -> new MembershipEncoder().wrap(out).groupId(group);
    }

    private static String call(ClientConnection connection, Method method, MessageWriter request) {
        CompletableFuture<String> code = new CompletableFuture<>();
        connection.call(method, request, TIMEOUT, new ReplyHandler() {
            @Override
            public void onReply(WireReader reply) {
                code.complete(OK);
            }

            @Override
            public void onFailure(Status status) {
                code.complete(status.code().name());
            }
        });
        return code.join();
    }
}
