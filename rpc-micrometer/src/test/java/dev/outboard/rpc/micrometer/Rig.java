package dev.outboard.rpc.micrometer;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.WireReader;
import dev.outboard.rpc.BlockingCall;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcChannel;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerStream;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamListener;
import dev.outboard.rpc.netty.RpcClientBuilder;
import dev.outboard.rpc.netty.RpcServerBuilder;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/** A server with one service, a client, and a connection between them. */
final class Rig implements AutoCloseable {
    static final String SERVICE = "outboard.test.Meters";
    static final Method ECHO = Method.unary(SERVICE + "/Echo");
    static final Method ECHO_ON_WORKERS = Method.unary(SERVICE + "/EchoOnWorkers");
    /** Returns at once and leaves the call in {@link #parked}. */
    static final Method PARK = Method.unary(SERVICE + "/Park");

    static final Method DENY = Method.unary(SERVICE + "/Deny");
    static final Method THROW = Method.unary(SERVICE + "/Throw");
    static final Method SINK = Method.oneWay(SERVICE + "/Sink");
    static final Method BACK = Method.bidiStream(SERVICE + "/Back");
    static final CallOptions OPTIONS = CallOptions.timeout(Duration.ofMinutes(1));

    final Queue<ServerCall> parked = new ConcurrentLinkedQueue<>();
    final MemoryLedger ledger = new MemoryLedger(64 << 20);
    final RpcServer server;
    final RpcClient client;
    final ClientConnection connection;

    Rig(UnaryOperator<RpcServerBuilder> forServer) {
        server = forServer
                .apply(RpcServerBuilder.create().codec("safe").ledger(ledger).service(service()))
                .start();
        client = RpcClientBuilder.create().codec("safe").build();
        connection = client.connect(server.address());
    }

    private Service service() {
        return Service.named(SERVICE)
                .unary(ECHO, Execution.EVENT_LOOP, Rig::echo)
                .unary(ECHO_ON_WORKERS, Execution.WORKERS, Rig::echo)
                .unary(PARK, Execution.EVENT_LOOP, parked::add)
                .unary(DENY, Execution.WORKERS, call -> call.fail(StatusCode.PERMISSION_DENIED, "not you"))
                .unary(THROW, Execution.WORKERS, call -> {
                    throw new IllegalStateException("of a handler");
                })
                .oneWay(SINK, Execution.WORKERS, ServerCall::complete)
                .stream(BACK, Execution.WORKERS, Back::new)
                .build();
    }

    private static void echo(ServerCall call) {
        call.reply().writeRaw(call.request(), 0, call.request().length());
        call.complete();
    }

    /** Sends every message back. */
    private record Back(ServerStream stream) implements StreamListener {
        @Override
        public void onMessage(WireReader message) {
            byte[] bytes = new byte[message.length()];
            message.bytesAt(0, bytes, 0, bytes.length);
            stream.send(out -> out.writeRaw(bytes, 0, bytes.length));
        }

        @Override
        public void onEnd() {
            stream.complete();
        }
    }

    static MessageWriter bytes(int length) {
        return out -> out.writeRaw(new byte[length], 0, length);
    }

    /** Calls and waits; returns the reply's length. */
    static int call(RpcChannel channel, Method method, int length) {
        return BlockingCall.call(channel, method, bytes(length), OPTIONS, WireReader::length);
    }

    @Override
    public void close() {
        for (ServerCall call = parked.poll(); call != null; call = parked.poll()) {
            call.complete();
        }
        client.close();
        server.close();
        Await.until("ledgers", () -> client.ledger().usedBytes() == 0 && ledger.usedBytes() == 0);
    }
}
