package dev.outboard.im.load;

import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.netty.RpcClientBuilder;

/** Asks a server what it has counted, over a connection of its own. Used by one thread. */
public final class ServerProbe implements AutoCloseable {
    private final RpcClient client;
    private final Observer observer;

    private ServerProbe(RpcClient client, Observer observer) {
        this.client = client;
        this.observer = observer;
    }

    /**
     * <em>Returns owned</em>: a connected probe.
     *
     * @throws dev.outboard.rpc.RpcException where the server cannot be reached
     */
    public static ServerProbe connect(String host, int port) {
        return connect(host, port, LoadTerms.plain());
    }

    /** As {@link #connect(String, int)}, with a token where the terms sign some. */
    public static ServerProbe connect(String host, int port, LoadTerms terms) {
        RpcClient client = RpcClientBuilder.create()
                .codec("safe")
                .credentials(terms.credentials(1))
                .build();
        try {
            return new ServerProbe(client, new Observer(client.connect(host, port)));
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    /**
     * One sample, now.
     *
     * @param collect whether the server collects garbage first, which it does once a second at most
     * @throws LoadException where there is no answer
     */
    public ServerSample sample(boolean collect) {
        return observer.sample(collect);
    }

    @Override
    public void close() {
        client.close();
    }
}
