package dev.outboard.im.server;

import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.ServerListener;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The RPC server as the way out, and the connections that it has. Handlers are made before the server that runs them
 * and may run before its start has returned: until {@link #bind}, whoever asks waits.
 */
final class RpcOutbound implements Outbound, ServerListener {
    private final CompletableFuture<RpcServer> server = new CompletableFuture<>();
    private final Set<ServerConnection> open = ConcurrentHashMap.newKeySet();

    /** Says which server it is; once. */
    void bind(RpcServer started) {
        server.complete(started);
    }

    RpcServer server() {
        return server.join();
    }

    @Override
    public EncodedPush encode(MessageWriter message) {
        return server().encodePush(ChatMethods.DELIVER, message);
    }

    @Override
    public long pushesSent() {
        return server().stats().pushesSent();
    }

    @Override
    public long pushesLost() {
        return server().stats().pushesLost();
    }

    @Override
    public boolean execute(int eventLoop, Runnable task) {
        return server().execute(eventLoop, task);
    }

    @Override
    public long writtenToOpen() {
        return open.stream().mapToLong(ServerConnection::pushesSent).sum();
    }

    /** Connections that are open now. */
    int openConnections() {
        return open.size();
    }

    @Override
    public void connectionOpened(ServerConnection connection) {
        open.add(connection);
    }

    @Override
    public void connectionClosed(ServerConnection connection, String reason) {
        open.remove(connection);
    }
}
