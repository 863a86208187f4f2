package dev.outboard.bench.peers.armeria;

import com.google.protobuf.BytesValue;
import com.google.protobuf.UnsafeByteOperations;
import dev.outboard.bench.rpc.load.Call;
import dev.outboard.bench.rpc.load.Opaque;
import dev.outboard.bench.rpc.load.Payload;
import dev.outboard.bench.rpc.load.RpcPeer;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.stub.ClientCalls;

/** The calls of one channel, each with an object of its own that takes its replies. */
final class Calls implements RpcPeer.Caller {
    private final Channel channel;
    private final Exchange[] exchanges;
    private final Opaque opaque;

    Calls(Channel channel, int inFlight, Payload payload) {
        this.channel = channel;
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
        exchange.begin();
        BytesValue request = BytesValue.of(UnsafeByteOperations.unsafeWrap(opaque.bytes(call.id())));
        ClientCalls.asyncUnaryCall(channel.newCall(Echo.BYTES, CallOptions.DEFAULT), request, exchange);
    }
}
