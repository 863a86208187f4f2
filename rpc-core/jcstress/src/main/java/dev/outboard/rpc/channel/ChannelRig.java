package dev.outboard.rpc.channel;

import dev.outboard.jcstress.Stub;
import dev.outboard.rpc.RpcClient;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A channel whose connections are there at once, and whose time stands still. */
final class ChannelRig {
    static final InetSocketAddress ADDRESS = InetSocketAddress.createUnresolved("peer", 1);

    private static final ChannelScheduler TIME = Stub.of(ChannelScheduler.class, (method, args) -> {
        ChannelScheduler.Task never = () -> {};
        return method.equals("nanoTime") ? (Object) 0L : never;
    });
    private static final NameResolver RESOLVER = Stub.of(NameResolver.class, (method, args) -> null);

    final List<Peer> peers = new CopyOnWriteArrayList<>();
    final ChannelCore core;

    /** @param maxWaitingCalls calls that may wait while there is no address */
    @SuppressWarnings("FutureReturnValueIgnored") // the stub hands it on
    ChannelRig(int maxWaitingCalls) {
        RpcClient client = Stub.of(RpcClient.class, (method, args) -> {
            Peer peer = new Peer();
            peers.add(peer);
            return CompletableFuture.completedFuture(peer.connection);
        });
        core = new ChannelCore(
                new ChannelOptions(
                        "rig",
                        client,
                        LoadBalancer.pickFirst(),
                        1,
                        BackoffPolicy.connecting(),
                        state -> {},
                        maxWaitingCalls,
                        Long.MAX_VALUE,
                        null,
                        Map.of(),
                        new RetryBudget(10, 0.5)),
                TIME,
                RESOLVER);
    }

    /** The connections to one address, all there. */
    EndpointPool pool(int connections) {
        EndpointPool pool = new EndpointPool(core, ADDRESS, connections, BackoffPolicy.connecting());
        core.execute(pool::connect);
        return pool;
    }
}
