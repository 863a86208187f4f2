package dev.outboard.im.server;

import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.ServerListener;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The RPC server as the way out, and the connections that it has. Handlers are made before the server that runs them
 * and may run before its start has returned: until {@link #bind}, whoever asks waits.
 */
final class RpcOutbound implements Outbound, ServerListener {
    private final CompletableFuture<RpcServer> server = new CompletableFuture<>();
    private final Set<ServerConnection> open = ConcurrentHashMap.newKeySet();
    // Messages that outboxes had taken on and that went with their connections; pushes that are no messages.
    private final LongAdder lostInOutboxes = new LongAdder();
    private final LongAdder notices = new LongAdder();

    /** Says which server it is; once. */
    void bind(RpcServer started) {
        server.complete(started);
    }

    RpcServer server() {
        return server.join();
    }

    @Override
    public EncodedPush encode(MessageWriter message) {
        EncodedPush push = server().encodePush(ChatMethods.DELIVER, message);
        return message instanceof Publication publication ? publication.tag(push) : push;
    }

    /**
     * <em>Returns owned</em>: a push that is no message.
     *
     * @throws dev.outboard.codec.FrameBudgetException where the memory budget has no room
     */
    EncodedPush encode(Method method, MessageWriter notice) {
        return server().encodePush(method, notice);
    }

    /** The way to a connection that {@code rules} hold for. */
    Outbox outbox(ServerConnection connection, OutboxRules rules, boolean events) {
        return new Outbox(connection, rules, events, lostInOutboxes, notices);
    }

    /**
     * {@inheritDoc} What is no message does not count; where one was lost with its connection it counts as sent, and a
     * message that was sent as lost.
     */
    @Override
    public long pushesSent() {
        // In this order the difference is never too large.
        long sent = server().stats().pushesSent();
        return sent - notices.sum();
    }

    @Override
    public long pushesLost() {
        return server().stats().pushesLost() + lostInOutboxes.sum();
    }

    @Override
    public boolean execute(int eventLoop, Runnable task) {
        return server().execute(eventLoop, task);
    }

    @Override
    public boolean schedule(int eventLoop, Runnable task, long delayNanos) {
        return server().schedule(eventLoop, task, delayNanos);
    }

    @Override
    public long writtenToOpen() {
        return open.stream()
                .mapToLong(connection -> connection.attachment() instanceof Session session
                        ? session.outbox().messagesSent()
                        : connection.pushesSent())
                .sum();
    }

    /** Calls {@code action} for every connection that is open now. */
    void forEachOpen(Consumer<ServerConnection> action) {
        open.forEach(action);
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
