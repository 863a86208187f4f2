package dev.outboard.rpc.channel;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.WireWriter;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.EncodedMessage;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.TlsStats;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A client whose connections are stubs, there at once, and which counts the messages that were not given back. */
final class StubClient implements RpcClient {
    final Deque<StubConnection> connections = new ArrayDeque<>();
    final AtomicInteger messages = new AtomicInteger();

    /** The newest connection to a host. */
    StubConnection to(String host) {
        return connections.stream()
                .filter(connection -> connection.remoteAddress().equals(host))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    @Override
    public ClientConnection connect(String host, int port) {
        throw new UnsupportedOperationException("connect");
    }

    @Override
    public CompletableFuture<ClientConnection> connectAsync(String host, int port) {
        throw new UnsupportedOperationException("connectAsync");
    }

    @Override
    public ClientConnection connect(SocketAddress address) {
        throw new UnsupportedOperationException("connect");
    }

    @Override
    public void reloadTls() {
        throw new IllegalStateException("tls: none (expected: some)");
    }

    @Override
    public TlsStats tlsStats() {
        throw new UnsupportedOperationException("tlsStats");
    }

    @Override
    public CompletableFuture<ClientConnection> connectAsync(SocketAddress address) {
        StubConnection made = new StubConnection(((InetSocketAddress) address).getHostString());
        connections.add(made);
        return CompletableFuture.completedFuture(made);
    }

    @Override
    public EncodedMessage encode(MessageWriter message) {
        messages.incrementAndGet();
        return new EncodedMessage() {
            @Override
            public int lengthBytes() {
                return 8;
            }

            @Override
            public void release() {
                messages.decrementAndGet();
            }

            @Override
            public void write(WireWriter out) {
                message.write(out);
            }
        };
    }

    @Override
    public String codec() {
        return "stub";
    }

    @Override
    public String transport() {
        return "stub";
    }

    @Override
    public MemoryLedger ledger() {
        throw new UnsupportedOperationException("ledger");
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
