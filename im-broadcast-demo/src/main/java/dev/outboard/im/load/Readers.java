package dev.outboard.im.load;

import dev.outboard.im.client.ServerAddress;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.PushHandler;
import dev.outboard.rpc.netty.RpcClientBuilder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The clients of a run: one for those who read what they get, one for those who stop, and one for those who are slow. The
 * second one's event loop stands still from its first message on until {@link #goOn}; nothing is read from any of its
 * sockets meanwhile.
 */
final class Readers implements AutoCloseable {
    private final LoadOptions options;
    private final Held held;
    private final Clients reading;
    private final @Nullable Clients stalled;
    private final @Nullable Clients slow;
    private final @Nullable Brake brake;
    private final CountDownLatch goOn = new CountDownLatch(1);

    /**
     * @param wiring has a client that is being built take what is pushed
     */
    Readers(
            LoadOptions options,
            LoadTerms terms,
            Population population,
            PushHandler deliveries,
            BiFunction<RpcClientBuilder, PushHandler, RpcClientBuilder> wiring) {
        this.options = options;
        this.held = new Held(options, terms.slow());
        this.reading = new Clients(
                options, terms, population, options.eventLoops(), builder -> wiring.apply(builder, deliveries));
        this.stalled = held.stalledCount() == 0
                ? null
                : new Clients(
                        options,
                        terms,
                        population,
                        1,
                        builder -> wiring.apply(builder, (connection, body) -> {
                            if (mayRead(connection)) {
                                deliveries.onPush(connection, body);
                            }
                        }));
        this.brake = held.slowCount() == 0
                ? null
                : new Brake(deliveries, (double) terms.slowBytesPerSecond() * held.slowCount());
        Brake brakes = brake;
        this.slow = brakes == null
                ? null
                : new Clients(options, terms, population, 1, builder -> wiring.apply(builder, brakes));
    }

    /** Who stops, and who is slow. */
    Held held() {
        return held;
    }

    /** A connection of nobody's, to ask for what the server has counted. */
    ClientConnection connect() {
        return reading.of(0).connect(options.host(), options.port());
    }

    /** A connection for a user. */
    CompletableFuture<ClientConnection> connect(int user) {
        return connect(user, new ServerAddress(options.host(), options.port()));
    }

    /** A connection for a user. */
    CompletableFuture<ClientConnection> connect(int user, ServerAddress server) {
        Clients clients = reading;
        if (stalled != null && held.isStalled(user)) {
            clients = stalled;
        } else if (slow != null && held.isSlow(user)) {
            clients = slow;
        }
        return clients.of(user).connectAsync(server.host(), server.port());
    }

    /** Has those who stopped, or were slow, read all that has come meanwhile. */
    void goOn() {
        goOn.countDown();
        if (brake != null) {
            brake.release();
        }
    }

    @Override
    public void close() {
        goOn();
        if (stalled != null) {
            stalled.close();
        }
        if (slow != null) {
            slow.close();
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
}
