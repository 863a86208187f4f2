package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.hostile.Victim;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Calls, one after the other, for as long as it is open; each has to be answered, and rightly. */
final class HonestClient implements AutoCloseable {
    private final ClientConnection connection;
    private final AtomicLong answered = new AtomicLong();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile boolean stopped;

    HonestClient(ClientConnection connection) {
        this.connection = connection;
        new Thread(this::call, "honest-client").start();
    }

    /** One call, which has to be answered. */
    static void one(ClientConnection connection) throws Exception {
        Outcome outcome = new Outcome();
        connection.call(Victim.ECHO, Echo.number(42), Pair.LONG, outcome);
        assertThat(outcome.reply()).containsExactly(42, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Waits for the answer to a call that is made from now on. */
    void awaitOneMore() {
        long before = answered.get();
        Await.until("honest client served", () -> end.isDone() || answered.get() > before + 1);
    }

    private void call() {
        try {
            while (!stopped) {
                one(connection);
                answered.incrementAndGet();
            }
            end.complete(null);
        } catch (Throwable t) {
            end.completeExceptionally(t);
        }
    }

    /** Stops, and tells what went wrong. */
    @Override
    public void close() {
        stopped = true;
        end.join();
    }
}
