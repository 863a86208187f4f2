package dev.outboard.bench.peers.dubbo;

import dev.outboard.bench.rpc.load.Call;
import dev.outboard.bench.rpc.load.Opaque;
import dev.outboard.bench.rpc.load.Payload;
import dev.outboard.bench.rpc.load.RpcPeer;
import org.apache.dubbo.rpc.RpcException;

/** The calls of one connection, each with an object of its own that takes its replies. */
final class Calls implements RpcPeer.Caller {
    private final Echo echo;
    private final Exchange[] exchanges;
    private final Opaque opaque;

    Calls(Echo echo, int inFlight, Payload payload) {
        this.echo = echo;
        this.exchanges = new Exchange[inFlight];
        this.opaque = new Opaque(payload);
    }

    @Override
    public void start(Call call) {
        Exchange exchange = exchanges[call.index()];
        if (exchange == null) {
            exchange = new Exchange(call, opaque);
            exchanges[call.index()] = exchange;
        }
        try {
            echo.echo(opaque.bytes(call.id())).whenComplete(exchange);
        } catch (RpcException e) {
            exchange.accept(null, e);
        }
    }
}
