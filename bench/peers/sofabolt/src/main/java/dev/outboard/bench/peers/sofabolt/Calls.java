package dev.outboard.bench.peers.sofabolt;

import com.alipay.remoting.Connection;
import com.alipay.remoting.exception.RemotingException;
import com.alipay.remoting.rpc.RpcClient;
import dev.outboard.bench.rpc.load.Call;
import dev.outboard.bench.rpc.load.Opaque;
import dev.outboard.bench.rpc.load.Payload;
import dev.outboard.bench.rpc.load.RpcPeer;
import java.util.concurrent.TimeUnit;

/** The calls of one connection, each with an object of its own that takes its replies. */
final class Calls implements RpcPeer.Caller {
    private static final int TIMEOUT_MILLIS = (int) TimeUnit.SECONDS.toMillis(20);

    private final RpcClient client;
    private final Connection connection;
    private final Exchange[] exchanges;
    private final Opaque opaque;

    Calls(RpcClient client, Connection connection, int inFlight, Payload payload) {
        this.client = client;
        this.connection = connection;
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
            client.invokeWithCallback(connection, opaque.bytes(call.id()), exchange, TIMEOUT_MILLIS);
        } catch (RemotingException e) {
            exchange.onException(e);
        }
    }
}
