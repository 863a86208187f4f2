package dev.outboard.im.load;

import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.PushHandler;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.TlsOptions;
import dev.outboard.rpc.netty.RpcClientBuilder;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The clients of a run: one for those who read what they get, and one for those who stop. The latter's event loop stands
 * still from its first message on until {@link #goOn}; nothing is read from any of its sockets meanwhile.
 */
final class Readers implements AutoCloseable {
    private final LoadOptions options;
    private final @Nullable TlsOptions tls;
    private final RpcClient reading;
    private final @Nullable RpcClient stalled;
    private final CountDownLatch goOn = new CountDownLatch(1);

    Readers(LoadOptions options, @Nullable TlsOptions tls, PushHandler deliveries) {
        this.options = options;
        this.tls = tls;
        this.reading = client(options.eventLoops(), deliveries);
        this.stalled = options.stalled() == 0
                ? null
                : client(1, (connection, body) -> {
                    if (mayRead(connection)) {
                        deliveries.onPush(connection, body);
                    }
                });
    }

    /** The client of those who read. */
    RpcClient reading() {
        return reading;
    }

    /** The client that a user connects by. */
    RpcClient of(int user) {
        RpcClient other = stalled;
        return other != null && options.isStalled(user) ? other : reading;
    }

    /** Has those who stopped read again, all that has come meanwhile. */
    void goOn() {
        goOn.countDown();
    }

    @Override
    public void close() {
        goOn();
        if (stalled != null) {
            stalled.close();
        }
        reading.close();
    }

    /** Waits for {@link #goOn}; false where the loop is to end instead. */
    private boolean mayRead(ClientConnection connection) {
        try {
            goOn.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.close();
            return false;
        }
    }

    private RpcClient client(int eventLoops, PushHandler handler) {
        RpcClientBuilder builder = RpcClientBuilder.create()
                .codec(options.codec())
                .transport(options.transport())
                .eventLoops(eventLoops)
                .receiveBufferBytes(options.receiveBufferBytes())
                .push(ChatMethods.DELIVER, handler);
        return tls == null ? builder.build() : builder.tls(tls).build();
    }
}
