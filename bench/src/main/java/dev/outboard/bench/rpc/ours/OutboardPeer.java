package dev.outboard.bench.rpc.ours;

import dev.outboard.bench.rpc.load.Payload;
import dev.outboard.bench.rpc.load.RpcPeer;
import dev.outboard.bench.rpc.raw.Loop;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.netty.RpcClientBuilder;
import dev.outboard.rpc.netty.RpcServerBuilder;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Ours: one event loop on each side, as every contender, and handlers on it or on a pool of two workers. The mode is
 * {@code codec-execution}: safe or unsafe, loop or workers.
 */
public final class OutboardPeer implements RpcPeer {
    static final Method ECHO = Method.unary("outboard.bench.Echo/Echo");

    private static final int WORKERS = 2;
    /** Above what any cell has in flight. */
    private static final Limits LIMITS = Limits.defaults().withMaxConcurrentCalls(4096);

    private static final int WORKER_QUEUE = 1 << 14;

    @Override
    public RpcPeer.Server serve(String mode, Payload payload) {
        Execution execution = mode.endsWith("-workers") ? Execution.WORKERS : Execution.EVENT_LOOP;
        RpcServer server = RpcServerBuilder.create()
                .codec(codec(mode))
                .eventLoops(1)
                .workers(WORKERS)
                .workerQueue(WORKER_QUEUE)
                .limits(LIMITS)
                .service(Service.named(ECHO.serviceName())
                        .unary(
                                ECHO,
                                execution,
                                payload == Payload.CHAT
                                        ? new ChatHandler()
                                        : call -> {
                                            call.reply()
                                                    .writeRaw(
                                                            call.request(),
                                                            0,
                                                            call.request().length());
                                            call.complete();
                                        })
                        .build())
                .start();
        return RpcPeer.Server.of(server.port(), server::close);
    }

    @Override
    public RpcPeer.Client client(String mode, Payload payload, int port) {
        Loop loop = new Loop("client-loop");
        RpcClient client = RpcClientBuilder.create()
                .codec(codec(mode))
                .eventLoopGroup(loop.group())
                .limits(LIMITS)
                .build();
        return new RpcPeer.Client() {
            @Override
            public Caller connect(int inFlight) {
                ClientConnection connection = client.connect("127.0.0.1", port);
                return payload == Payload.CHAT
                        ? new Calls(connection, inFlight, call -> new ChatExchange(call))
                        : new Calls(connection, inFlight, call -> new OpaqueExchange(call, payload));
            }

            @Override
            public ScheduledExecutorService eventLoop() {
                return loop.eventLoop();
            }

            @Override
            public void close() {
                client.close();
                loop.close();
            }
        };
    }

    static String codec(String mode) {
        return mode.substring(0, mode.indexOf('-'));
    }
}
