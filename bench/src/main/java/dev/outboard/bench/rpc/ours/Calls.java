package dev.outboard.bench.rpc.ours;

import dev.outboard.bench.rpc.load.Call;
import dev.outboard.bench.rpc.load.RpcPeer;
import dev.outboard.rpc.ClientConnection;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The calls of one connection, each with an object of its own that writes its requests and takes its replies. */
final class Calls implements RpcPeer.Caller {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final ClientConnection connection;
    private final Exchange[] exchanges;
    private final Function<Call, Exchange> factory;

    Calls(ClientConnection connection, int inFlight, Function<Call, Exchange> factory) {
        this.connection = connection;
        this.exchanges = new Exchange[inFlight];
        this.factory = factory;
    }

    @Override
    public void start(Call call) {
        Exchange exchange = exchanges[call.index()];
        if (exchange == null) {
            exchange = factory.apply(call);
            exchanges[call.index()] = exchange;
        }
        connection.call(OutboardPeer.ECHO, exchange, TIMEOUT_NANOS, exchange);
    }
}
