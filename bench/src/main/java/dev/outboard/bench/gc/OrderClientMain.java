package dev.outboard.bench.gc;

import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.netty.RpcClientBuilder;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Main class of the RPC scenario's client: {@code port users seed}. A closed loop on its connections until the server answers
 * {@link Orders#AWAIT_STOP}; then it tells the server what it has counted, and ends. Not for users.
 */
public final class OrderClientMain {
    private static final int CONNECTIONS = 4;
    private static final int CALLS_PER_CONNECTION = 32;
    private static final long TIMEOUT_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long LAST_WORDS_SECONDS = 30;

    private final int users;
    private final CountDownLatch ended = new CountDownLatch(CONNECTIONS * CALLS_PER_CONNECTION);
    private volatile boolean stopped;
    /** All counted on the client's one event loop. */
    private long sent;

    private long replied;
    private long refused;
    private long mismatched;

    private OrderClientMain(int users) {
        this.users = users;
    }

    /** Runs the client. */
    public static void main(String[] args) throws Exception {
        new OrderClientMain(Integer.parseInt(args[1])).run(Integer.parseInt(args[0]), Long.parseLong(args[2]));
    }

    private void run(int port, long seed) throws InterruptedException, ExecutionException, TimeoutException {
        try (RpcClient client =
                RpcClientBuilder.create().codec("safe").eventLoops(1).build()) {
            ClientConnection last = client.connect("127.0.0.1", port);
            CompletableFuture<Void> stop = ask(last, Orders.AWAIT_STOP, out -> {});
            for (int i = 0; i < CONNECTIONS; i++) {
                ClientConnection connection = i == 0 ? last : client.connect("127.0.0.1", port);
                for (int call = 0; call < CALLS_PER_CONNECTION; call++) {
                    Place place = new Place(connection, new SplittableRandom(seed + i * 1_000L + call));
                    connection.execute(place::start);
                }
            }
            stop.get();
            stopped = true;
            boolean all = ended.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
            ask(last, Orders.REPORT, this::report).get(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
            if (!all) {
                throw new IllegalStateException("calls without an end: " + ended.getCount() + " (expected: 0)");
            }
        }
    }

    private void report(WireWriter out) {
        out.writeFixed64(sent);
        out.writeFixed64(replied);
        out.writeFixed64(refused);
        out.writeFixed64(mismatched);
    }

    private static CompletableFuture<Void> ask(ClientConnection connection, Method method, MessageWriter request) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        connection.execute(() -> connection.call(method, request, TIMEOUT_NANOS, new ReplyHandler() {
            @Override
            public void onReply(WireReader reply) {
                answer.complete(null);
            }

            @Override
            public void onFailure(Status status) {
                answer.completeExceptionally(
                        new IllegalStateException(method.fullName() + ": " + status + " (expected: a reply)"));
            }
        }));
        return answer;
    }

    /** One call at a time, each begun by the end of the one before. On the event loop. */
    private final class Place implements MessageWriter, ReplyHandler {
        private final ClientConnection connection;
        private final SplittableRandom random;
        private Order order = new Order();
        private long number;

        Place(ClientConnection connection, SplittableRandom random) {
            this.connection = connection;
            this.random = random;
        }

        void start() {
            if (stopped) {
                ended.countDown();
                return;
            }
            order = Order.request(number++, random.nextInt(users), random);
            sent++;
            connection.call(Orders.PLACE, this, TIMEOUT_NANOS, this);
        }

        @Override
        public void write(WireWriter out) {
            OrderWire.write(order, out);
        }

        @Override
        public void onReply(WireReader reply) {
            replied++;
            if (!OrderWire.read(reply).sameAs(order)) {
                mismatched++;
            }
            start();
        }

        @Override
        public void onFailure(Status status) {
            if (status.code() == StatusCode.RESOURCE_EXHAUSTED) {
                refused++;
                start();
            } else {
                System.err.println("call: " + status + " (expected: a reply)");
                Runtime.getRuntime().halt(1);
            }
        }
    }
}
