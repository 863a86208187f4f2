package dev.outboard.bench.peers.rsocket;

import dev.outboard.bench.rpc.load.Opaque;
import dev.outboard.bench.rpc.load.Payload;
import dev.outboard.bench.rpc.load.RpcPeer;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.rsocket.RSocket;
import io.rsocket.SocketAcceptor;
import io.rsocket.core.RSocketConnector;
import io.rsocket.core.RSocketServer;
import io.rsocket.frame.decoder.PayloadDecoder;
import io.rsocket.transport.netty.client.TcpClientTransport;
import io.rsocket.transport.netty.server.CloseableChannel;
import io.rsocket.transport.netty.server.TcpServerTransport;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import reactor.core.publisher.Mono;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpClient;
import reactor.netty.tcp.TcpServer;

/** RSocket over TCP: one event loop on each side, request-response, frames handed on without a copy. */
public final class RsocketPeer implements RpcPeer {
    private static final Duration CONNECT = Duration.ofSeconds(20);

    @Override
    public RpcPeer.Server serve(String mode, Payload payload) {
        LoopResources loop = LoopResources.create("rsocket-loop", 1, 1, true);
        TcpServer tcp = TcpServer.create()
                .host("127.0.0.1")
                .port(0)
                .runOn(loop, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT);
        CloseableChannel channel = RSocketServer.create(SocketAcceptor.forRequestResponse(Mono::just))
                .payloadDecoder(PayloadDecoder.ZERO_COPY)
                .bindNow(TcpServerTransport.create(tcp));
        return RpcPeer.Server.of(channel.address().getPort(), () -> {
            channel.dispose();
            loop.dispose();
        });
    }

    @Override
    public RpcPeer.Client client(String mode, Payload payload, int port) {
        LoopResources loop = LoopResources.create("rsocket-loop", 1, 1, true);
        TcpClient tcp = TcpClient.create(ConnectionProvider.newConnection())
                .host("127.0.0.1")
                .port(port)
                .runOn(loop, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT);
        Opaque opaque = new Opaque(payload);
        return new RpcPeer.Client() {
            @Override
            public Caller connect(int inFlight) {
                RSocket socket = RSocketConnector.create()
                        .payloadDecoder(PayloadDecoder.ZERO_COPY)
                        .connect(TcpClientTransport.create(tcp))
                        .block(CONNECT);
                return call -> socket.requestResponse(Exchange.request(opaque, call.id()))
                        .subscribe(new Exchange(call, opaque));
            }

            @Override
            public ScheduledExecutorService eventLoop() {
                return loop.onClient(true).next();
            }

            @Override
            public void close() {
                loop.dispose();
            }
        };
    }
}
