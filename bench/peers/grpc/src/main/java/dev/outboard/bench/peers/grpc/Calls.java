package dev.outboard.bench.peers.grpc;

import dev.outboard.bench.rpc.load.Call;
import dev.outboard.bench.rpc.load.RpcPeer;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.util.function.Function;

/** The calls of one channel, each with an object of its own that makes its requests and takes its replies. */
final class Calls<M> implements RpcPeer.Caller {
    private final Channel channel;
    private final MethodDescriptor<M, M> method;
    private final Exchange<M>[] exchanges;
    private final Function<Call, Exchange<M>> factory;

    @SuppressWarnings({"unchecked", "rawtypes"})
    Calls(Channel channel, MethodDescriptor<M, M> method, int inFlight, Function<Call, Exchange<M>> factory) {
        this.channel = channel;
        this.method = method;
        this.exchanges = new Exchange[inFlight];
        this.factory = factory;
    }

    @Override
    public void start(Call call) {
        Exchange<M> exchange = exchanges[call.index()];
        if (exchange == null) {
            exchange = factory.apply(call);
            exchanges[call.index()] = exchange;
        }
        exchange.begin();
        ClientCalls.asyncUnaryCall(channel.newCall(method, CallOptions.DEFAULT), exchange.request(), exchange);
    }
}
