package dev.outboard.bench.peers.armeria;

import com.google.protobuf.BytesValue;
import com.google.protobuf.UnsafeByteOperations;
import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.grpc.GrpcClientStubFactory;
import com.linecorp.armeria.client.grpc.GrpcClients;
import com.linecorp.armeria.common.util.EventLoopGroups;
import com.linecorp.armeria.server.grpc.GrpcService;
import dev.outboard.bench.rpc.load.Opaque;
import dev.outboard.bench.rpc.load.Payload;
import dev.outboard.bench.rpc.load.RpcPeer;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ClientCalls;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Armeria's gRPC: one event loop on each side, a service that runs on it, an HTTP/2 connection per connection. */
public final class ArmeriaPeer implements RpcPeer {
    /** So large that no window of HTTP/2 stops a cell. */
    private static final int WINDOW_BYTES = 4 << 20;

    private static final long CONNECT_SECONDS = 20;

    static {
        System.setProperty("io.netty.allocator.type", "pooled"); // Netty's own default is another
    }

    @Override
    public RpcPeer.Server serve(String mode, Payload payload) {
        com.linecorp.armeria.server.Server server = com.linecorp.armeria.server.Server.builder()
                .http(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .workerGroup(1)
                .http2InitialConnectionWindowSize(WINDOW_BYTES)
                .http2InitialStreamWindowSize(WINDOW_BYTES)
                .requestTimeoutMillis(0)
                .idleTimeoutMillis(0)
                .service(GrpcService.builder()
                        .addService(Echo.service())
                        .useBlockingTaskExecutor(false)
                        .build())
                .build();
        server.start().join();
        return RpcPeer.Server.of(server.activeLocalPort(), server::close);
    }

    @Override
    public RpcPeer.Client client(String mode, Payload payload, int port) {
        EventLoopGroup loop = EventLoopGroups.newEventLoopGroup(1, "armeria-loop", true);
        return new RpcPeer.Client() {
            @Override
            public Caller connect(int inFlight) throws Exception {
                return new Calls(open(port, loop, payload), inFlight, payload);
            }

            @Override
            public ScheduledExecutorService eventLoop() {
                return loop.next();
            }

            @Override
            public void close() {
                loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
            }
        };
    }

    /** A factory has one connection to a server for each event loop. */
    private static Channel open(int port, EventLoopGroup loop, Payload payload)
            throws InterruptedException, ExecutionException, TimeoutException {
        ClientFactory factory = ClientFactory.builder()
                .workerGroup(loop, false)
                .connectTimeoutMillis(TimeUnit.SECONDS.toMillis(CONNECT_SECONDS))
                .http2InitialConnectionWindowSize(WINDOW_BYTES)
                .http2InitialStreamWindowSize(WINDOW_BYTES)
                .idleTimeoutMillis(0)
                .build();
        Channel channel = GrpcClients.builder("gproto+h2c://127.0.0.1:" + port + "/")
                .factory(factory)
                .responseTimeoutMillis(0)
                .writeTimeoutMillis(0)
                .clientStubFactory(new Channels())
                .build(Channel.class);
        BytesValue request = BytesValue.of(UnsafeByteOperations.unsafeWrap(new Opaque(payload).bytes(0)));
        BytesValue reply = ClientCalls.futureUnaryCall(channel.newCall(Echo.BYTES, CallOptions.DEFAULT), request)
                .get(CONNECT_SECONDS, TimeUnit.SECONDS);
        if (!reply.equals(request)) {
            throw new IllegalStateException("first reply: other content than the request's (expected: the same)");
        }
        return channel;
    }

    /** Hands out the channel itself, as there is no generated stub. */
    private static final class Channels implements GrpcClientStubFactory {
        @Override
        public ServiceDescriptor findServiceDescriptor(Class<?> type) {
            return Echo.DESCRIPTOR;
        }

        @Override
        public Object newClientStub(Class<?> type, Channel channel) {
            return channel;
        }
    }
}
