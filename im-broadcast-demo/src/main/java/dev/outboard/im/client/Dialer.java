package dev.outboard.im.client;

import dev.outboard.rpc.ClientConnection;
import java.util.concurrent.CompletableFuture;

/** Makes a user's connections, with pushes wired to {@link RecoveringUser#pushed} and the like. Any thread. */
@FunctionalInterface
public interface Dialer {
    /** Connects and shakes hands; fails with {@link dev.outboard.rpc.RpcException}. */
    CompletableFuture<ClientConnection> connect(ServerAddress address);
}
