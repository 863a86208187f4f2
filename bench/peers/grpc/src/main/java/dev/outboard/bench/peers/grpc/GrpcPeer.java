package dev.outboard.bench.peers.grpc;

import dev.outboard.bench.rpc.load.Payload;
import dev.outboard.bench.rpc.load.RpcPeer;
import dev.outboard.bench.schema.Chat;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * grpc-java on Netty: one event loop on each side, an HTTP/2 connection per connection. Calls run on the event loop
 * ({@code direct}) or, as without any option, on grpc's pool of threads ({@code default}).
 */
public final class GrpcPeer implements RpcPeer {
    private static final String DIRECT = "direct";
    /** So large that no window of HTTP/2 stops a cell. */
    private static final int WINDOW_BYTES = 4 << 20;

    private static final long CONNECT_SECONDS = 20;

    @Override
    public RpcPeer.Server serve(String mode, Payload payload) throws IOException {
        Loop loop = new Loop();
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .bossEventLoopGroup(loop.group())
                .workerEventLoopGroup(loop.group())
                .channelType(loop.serverType())
                .flowControlWindow(WINDOW_BYTES)
                .addService(service(payload));
        if (mode.equals(DIRECT)) {
            builder.directExecutor();
        }
        io.grpc.Server server = builder.build().start();
        return RpcPeer.Server.of(server.getPort(), () -> {
            server.shutdownNow();
            loop.close();
        });
    }

    private static ServerServiceDefinition service(Payload payload) {
        ServerServiceDefinition.Builder builder = ServerServiceDefinition.builder(Echo.SERVICE);
        return payload == Payload.CHAT
                ? builder.addMethod(Echo.CHAT, handler(ChatExchange::reply)).build()
                : builder.addMethod(Echo.BYTES, handler(UnaryOperator.<byte[]>identity()))
                        .build();
    }

    private static <M> ServerCallHandler<M, M> handler(UnaryOperator<M> reply) {
        return ServerCalls.asyncUnaryCall((request, observer) -> {
            observer.onNext(reply.apply(request));
            observer.onCompleted();
        });
    }

    @Override
    public RpcPeer.Client client(String mode, Payload payload, int port) {
        Loop loop = new Loop();
        return new RpcPeer.Client() {
            @Override
            public Caller connect(int inFlight) throws InterruptedException {
                ManagedChannel channel = open(mode, port, loop);
                return payload == Payload.CHAT
                        ? new Calls<Chat>(channel, Echo.CHAT, inFlight, ChatExchange::new)
                        : new Calls<byte[]>(
                                channel, Echo.BYTES, inFlight, call -> new OpaqueExchange(call, payload));
            }

            @Override
            public @Nullable ScheduledExecutorService eventLoop() {
                return mode.equals(DIRECT) ? loop.group().next() : null;
            }

            @Override
            public void close() {
                loop.close();
            }
        };
    }

    private static ManagedChannel open(String mode, int port, Loop loop) throws InterruptedException {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .eventLoopGroup(loop.group())
                .channelType(loop.clientType())
                .flowControlWindow(WINDOW_BYTES)
                .usePlaintext();
        if (mode.equals(DIRECT)) {
            builder.directExecutor();
        }
        ManagedChannel channel = builder.build();
        CountDownLatch ready = new CountDownLatch(1);
        awaitReady(channel, ready);
        if (!ready.await(CONNECT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("connection: " + channel.getState(false) + " (expected: READY)");
        }
        return channel;
    }

    private static void awaitReady(ManagedChannel channel, CountDownLatch ready) {
        ConnectivityState state = channel.getState(true);
        if (state == ConnectivityState.READY) {
            ready.countDown();
        } else {
            channel.notifyWhenStateChanged(state, () -> awaitReady(channel, ready));
        }
    }
}
