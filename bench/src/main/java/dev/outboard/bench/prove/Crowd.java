package dev.outboard.bench.prove;

import dev.outboard.codec.WireReader;
import dev.outboard.im.v1.SignInEncoder;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.netty.RpcClientBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Users who are signed in, each over a connection, and do nothing of themselves. One thread makes them; any may use them. */
final class Crowd implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int UNDER_WAY = 128;

    private final RpcClient client;
    private final List<ClientConnection> connections;
    private final LongAdder events;

    private Crowd(RpcClient client, List<ClientConnection> connections, LongAdder events) {
        this.client = client;
        this.connections = connections;
        this.events = events;
    }

    /**
     * <em>Returns owned</em>: so many users, signed in.
     *
     * @param watching whether they hear who comes and goes
     * @throws IllegalStateException where that does not work
     */
    static Crowd connect(ProvePlan plan, int port, int users, boolean watching) {
        LongAdder events = new LongAdder();
        RpcClient client = RpcClientBuilder.create()
                .codec(plan.codec())
                .push(ChatMethods.EVENT, (connection, body) -> events.increment())
                .build();
        try {
            return new Crowd(client, connect(client, port, users, watching), events);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Its failure is handled.
    private static List<ClientConnection> connect(RpcClient client, int port, int users, boolean watching) {
        ConcurrentLinkedQueue<ClientConnection> made = new ConcurrentLinkedQueue<>();
        Steps steps = new Steps(UNDER_WAY);
        for (int user = 1; user <= users; user++) {
            long userId = user;
            steps.begin();
            client.connectAsync("127.0.0.1", port).whenComplete((connection, failure) -> {
                if (failure != null) {
                    steps.failed(String.valueOf(failure.getMessage()));
                    return;
                }
                made.add(connection);
                connection.call(
                        ChatMethods.SIGN_IN,
                        out -> new SignInEncoder().wrap(out).userId(userId).events(watching),
                        TIMEOUT,
                        steps);
            });
        }
        steps.finish();
        return new ArrayList<>(made);
    }

    List<ClientConnection> connections() {
        return connections;
    }

    /** Events of presence pushed to them so far. */
    long events() {
        return events.sum();
    }

    @Override
    public void close() {
        client.close();
    }

    /** Steps, a bounded number of them under way at a time. Each call is answered here. */
    static final class Steps implements ReplyHandler {
        private static final int STALL_SECONDS = 60;

        private final int limit;
        private final Semaphore permits;
        private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

        Steps(int limit) {
            this.limit = limit;
            this.permits = new Semaphore(limit);
        }

        /** Begins a step, once there is room for it. */
        void begin() {
            acquire(1);
        }

        /** Waits for the end of every step. */
        void finish() {
            acquire(limit);
            permits.release(limit);
        }

        void failed(String reason) {
            failure.compareAndSet(null, reason);
            permits.release();
        }

        @Override
        public void onReply(WireReader reply) {
            permits.release();
        }

        @Override
        public void onFailure(Status status) {
            failed(status.toString());
        }

        private void acquire(int count) {
            try {
                if (!permits.tryAcquire(count, STALL_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("calls: no progress for " + STALL_SECONDS + " s");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("calls: interrupted", e);
            }
            String reason = failure.get();
            if (reason != null) {
                throw new IllegalStateException("call: " + reason);
            }
        }
    }
}
