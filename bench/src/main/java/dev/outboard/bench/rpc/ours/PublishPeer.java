package dev.outboard.bench.rpc.ours;

import dev.outboard.bench.rpc.load.Call;
import dev.outboard.bench.rpc.load.Payload;
import dev.outboard.bench.rpc.load.RpcPeer;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.rpc.CallHandler;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.PushHandler;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.ServerListener;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.netty.RpcClientBuilder;
import dev.outboard.rpc.netty.RpcServerBuilder;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One message to many: a call publishes the generated chat message, which the server reads, encodes once and pushes to
 * {@value #SUBSCRIBERS} connections, the caller's among them. The call ends when it has its reply and each connection its message, once. The mode
 * is {@code codec-publish}; one call at a time.
 */
public final class PublishPeer implements RpcPeer {
    /** Connections that a message goes to. */
    public static final int SUBSCRIBERS = 500;

    private static final Method PUBLISH = Method.unary("outboard.bench.Publish/Publish");
    private static final Method DELIVERED = Method.push("outboard.bench.Publish/Delivered");
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);

    @Override
    public RpcPeer.Server serve(String mode, Payload payload) {
        Publisher publisher = new Publisher();
        RpcServer server = RpcServerBuilder.create()
                .codec(OutboardPeer.codec(mode))
                .eventLoops(1)
                .listener(publisher)
                .service(Service.named(PUBLISH.serviceName())
                        .unary(PUBLISH, Execution.EVENT_LOOP, publisher)
                        .push(DELIVERED)
                        .build())
                .start();
        publisher.server.set(server);
        return RpcPeer.Server.of(server.port(), server::close);
    }

    @Override
    public RpcPeer.Client client(String mode, Payload payload, int port) {
        Subscribers subscribers = new Subscribers();
        RpcClient client = RpcClientBuilder.create()
                .codec(OutboardPeer.codec(mode))
                .eventLoops(1)
                .push(DELIVERED, subscribers)
                .build();
        return new RpcPeer.Client() {
            @Override
            public Caller connect(int inFlight) {
                if (inFlight != 1) {
                    throw new IllegalArgumentException("inFlight: " + inFlight + " (expected: 1)");
                }
                for (int i = 0; i < SUBSCRIBERS; i++) {
                    subscribers.add(client.connect("127.0.0.1", port));
                }
                return subscribers;
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }

    /** The server's side, on its one event loop. */
    private static final class Publisher implements ServerListener, CallHandler, MessageWriter {
        final AtomicReference<RpcServer> server = new AtomicReference<>();
        private final ChatHandler.Scratch scratch = new ChatHandler.Scratch();
        private ServerConnection[] connections = {};
        private @Nullable WireReader published;

        @Override
        public void connectionOpened(ServerConnection connection) {
            connections = Arrays.copyOf(connections, connections.length + 1);
            connections[connections.length - 1] = connection;
        }

        @Override
        public void handle(ServerCall call) {
            published = call.request();
            EncodedPush push = Objects.requireNonNull(server.get(), "server").encodePush(DELIVERED, this);
            published = null;
            SendResult worst = SendResult.ACCEPTED;
            for (ServerConnection connection : connections) {
                SendResult result = connection.push(push);
                worst = result == SendResult.ACCEPTED ? worst : result;
            }
            push.release();
            if (worst == SendResult.ACCEPTED) {
                call.complete();
            } else {
                call.fail(StatusCode.RESOURCE_EXHAUSTED, "push: " + worst + " (expected: ACCEPTED)");
            }
        }

        @Override
        public void write(WireWriter out) {
            WireReader message = published;
            if (message == null) {
                throw new IllegalStateException("push: none (expected: a request)");
            }
            scratch.copy(message, out);
        }
    }

    /** The client's side, on its one event loop once calls are made. */
    private static final class Subscribers implements Caller, PushHandler, MessageWriter, ReplyHandler {
        private final Map<ClientConnection, Integer> indexes = new IdentityHashMap<>();
        private final ClientConnection[] connections = new ClientConnection[SUBSCRIBERS];
        /** By subscriber, the call whose message it had last. */
        private final long[] last = new long[SUBSCRIBERS];

        private @Nullable ChatExchange exchange;
        /** The reply, and a message for each subscriber. */
        private int missing;

        void add(ClientConnection connection) {
            int index = indexes.size();
            connections[index] = connection;
            last[index] = -1;
            indexes.put(connection, index);
        }

        @Override
        public void start(Call call) {
            ChatExchange own = exchange;
            if (own == null) {
                own = new ChatExchange(call);
                exchange = own;
            }
            missing = 1 + SUBSCRIBERS;
            connections[0].call(PUBLISH, this, TIMEOUT_NANOS, this);
        }

        @Override
        public void write(WireWriter out) {
            exchange().write(out);
        }

        @Override
        public void onPush(ClientConnection connection, WireReader body) {
            ChatExchange own = exchange();
            int index = Objects.requireNonNull(indexes.get(connection), "connection");
            if (!own.matches(body)) {
                own.call.failed("push: of another message (expected: of the call's)");
            } else if (last[index] == own.call.id()) {
                own.call.failed("push: a second one to the same connection (expected: one)");
            } else {
                last[index] = own.call.id();
                arrived(own);
            }
        }

        @Override
        public void onReply(WireReader reply) {
            arrived(exchange());
        }

        @Override
        public void onFailure(Status status) {
            exchange().onFailure(status);
        }

        private void arrived(ChatExchange own) {
            if (--missing == 0) {
                own.call.replied(true);
            }
        }

        private ChatExchange exchange() {
            ChatExchange own = exchange;
            if (own == null) {
                throw new IllegalStateException("push: before the first call (expected: none)");
            }
            return own;
        }
    }
}
