package dev.outboard.rpc.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.rpc.BlockingStream;
import dev.outboard.rpc.DecodedReply;
import dev.outboard.rpc.DecodedStream;
import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.ServerListener;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.netty.RpcClientBuilder;
import dev.outboard.rpc.netty.RpcServerBuilder;
import dev.outboard.rpc.values.ValuesOutboard.NumberDecoder;
import dev.outboard.rpc.values.ValuesOutboard.NumberEncoder;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Generated servers and clients of every shape, zero-garbage and blocking. */
@ParameterizedClass
@MethodSource("dev.outboard.rpc.netty.Executions#all")
final class ServicesTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Limits SMALL =
            Limits.defaults().withStreamWindowBytes(2 << 10).withConnectionWindowBytes(4 << 10);

    private final Numbers numbers;
    private final CompletableFuture<ServerConnection> accepted = new CompletableFuture<>();
    private final SynchronousQueue<Long> ticks = new SynchronousQueue<>();
    private RpcServer server;
    private RpcClient client;
    private ShapesClient stub;

    ServicesTest(Execution execution) {
        numbers = new Numbers(execution);
    }

    @BeforeEach
    void start() {
        server = RpcServerBuilder.create()
                .service(ShapesServer.service(numbers))
                .limits(SMALL)
                .listener(new ServerListener() {
                    @Override
                    public void connectionOpened(ServerConnection connection) {
                        accepted.complete(connection);
                    }
                })
                .start();
        client = RpcClientBuilder.create()
                .limits(SMALL)
                .push(ShapesServer.TICK, ShapesClient.tick((connection, tick) -> offer(tick.value())))
                .build();
        stub = new ShapesClient(client.connect("localhost", server.port()));
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    @Test
    void unary_withoutGarbage() throws Exception {
        CompletableFuture<Long> sum = new CompletableFuture<>();
        stub.add(range(3, 4), LONG.toNanos(), new DecodedReply<NumberDecoder>(new NumberDecoder()::wrap) {
            @Override
            protected void onDecoded(NumberDecoder reply) {
                sum.complete(reply.value());
            }

            @Override
            public void onFailure(Status status) {
                sum.completeExceptionally(new RpcException(status));
            }
        });
        assertThat(sum.get(60, TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void unary_blocking() {
        assertThat(stub.add(range(3, 4), LONG, NumberDecoder::value)).isEqualTo(7);
        assertThat(stub.wait_(range(3, 5), LONG, NumberDecoder::value)).isEqualTo(8);
        assertThat(stub.nAME(range(3, 6), LONG, NumberDecoder::value)).isEqualTo(9);
    }

    @Test
    void unary_thatFails_throwsItsStatus() {
        assertThatThrownBy(() -> stub.add(range(4, 3), LONG, NumberDecoder::value))
                .isInstanceOfSatisfying(
                        RpcException.class,
                        e -> assertThat(e.status())
                                .isEqualTo(new Status(StatusCode.INVALID_ARGUMENT, false, "to: 3 (expected: >= 4)")));
        assertThatThrownBy(() -> stub.add(out -> out.writeTag(8), LONG, NumberDecoder::value))
                .hasMessageContaining("INVALID_ARGUMENT");
    }

    @Test
    void replyThatIsMalformed_isTheServersFault() throws Exception {
        assertThatThrownBy(() -> stub.service_(range(3, 4), LONG, NumberDecoder::value))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("INTERNAL");
        CompletableFuture<Status> failure = new CompletableFuture<>();
        stub.service_(range(3, 4), LONG.toNanos(), new DecodedReply<NumberDecoder>(new NumberDecoder()::wrap) {
            @Override
            protected void onDecoded(NumberDecoder reply) {
                failure.completeExceptionally(new AssertionError("decoded"));
            }

            @Override
            public void onFailure(Status status) {
                failure.complete(status);
            }
        });
        assertThat(failure.get(60, TimeUnit.SECONDS).code()).isEqualTo(StatusCode.INTERNAL);
    }

    @Test
    void readerThatThrows_reachesTheCaller() {
        assertThatThrownBy(() -> stub.add(range(3, 4), LONG, reply -> {
                    throw new IllegalStateException("mine");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("mine");
    }

    @Test
    void callerThatIsInterrupted_cancels() throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        Thread caller = new Thread(() -> {
            Thread.currentThread().interrupt();
            try {
                stub.wait_(range(Numbers.FOR_EVER, 100), LONG, NumberDecoder::value);
            } catch (RpcException e) {
                cancelled.set(e.status().code() == StatusCode.CANCELLED
                        && Thread.currentThread().isInterrupted());
            }
        });
        caller.start();
        caller.join();
        assertThat(cancelled).isTrue();
        assertThat(stub.add(range(3, 4), LONG, NumberDecoder::value)).isEqualTo(7);
    }

    @Test
    void serverStream_blocking_withBackPressure() throws Exception {
        try (BlockingStream<Long> stream = stub.count(range(0, 2_000), LONG, NumberDecoder::value)) {
            for (long i = 0; i < 2_000; i++) {
                assertThat(stream.next()).isEqualTo(i);
            }
            assertThat(stream.next()).isNull();
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void serverStream_thatIsClosedEarly_isCancelled() throws Exception {
        BlockingStream<Long> stream = stub.count(range(0, 1_000_000), LONG, NumberDecoder::value);
        assertThat(stream.next()).isZero();
        stream.close();
        assertThatThrownBy(() -> {
                    while (stream.next() != null) {
                        // What came before the end.
                    }
                })
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("CANCELLED");
        assertThat(stub.add(range(3, 4), LONG, NumberDecoder::value)).isEqualTo(7);
    }

    @Test
    void clientStream_blocking() throws Exception {
        try (BlockingStream<Long> stream = stub.sum(LONG, NumberDecoder::value)) {
            for (int i = 1; i <= 2_000; i++) {
                stream.send(number(i));
            }
            stream.end();
            assertThat(stream.next()).isEqualTo(2_000 * 2_001 / 2);
            assertThat(stream.next()).isNull();
            assertThatThrownBy(() -> stream.send(number(1))).isInstanceOf(RpcException.class);
        }
    }

    @Test
    void bidiStream_blocking_fromTwoThreads() throws Exception {
        try (BlockingStream<Long> stream = stub.double_(LONG, NumberDecoder::value)) {
            CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 2_000; i++) {
                        stream.send(number(i));
                    }
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                stream.end();
            });
            for (long i = 0; i < 2_000; i++) {
                assertThat(stream.next()).isEqualTo(2 * i);
            }
            assertThat(stream.next()).isNull();
            sender.get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void messageThatIsMalformed_failsTheStream() throws Exception {
        try (BlockingStream<Long> stream = stub.sum(LONG, NumberDecoder::value)) {
            stream.send(out -> out.writeTag(8));
            assertThatThrownBy(stream::next).isInstanceOf(RpcException.class).hasMessageContaining("INVALID_ARGUMENT");
        }
    }

    @Test
    void messageOfTheServerThatIsMalformed_cancelsTheStream() throws Exception {
        CompletableFuture<Status> failure = new CompletableFuture<>();
        stub.count(
                range(Numbers.FOR_EVER, 100),
                LONG.toNanos(),
                new DecodedStream<NumberDecoder>(new NumberDecoder()::wrap) {
                    @Override
                    protected void onDecoded(NumberDecoder message) {
                        failure.completeExceptionally(new AssertionError("decoded"));
                    }

                    @Override
                    protected void onEnd() {
                        failure.completeExceptionally(new AssertionError("ended"));
                    }

                    @Override
                    protected void onFailed(Status status) {
                        failure.complete(status);
                    }
                });
        assertThat(failure.get(60, TimeUnit.SECONDS).code()).isEqualTo(StatusCode.INTERNAL);
        assertThat(numbers.cancelled.poll(60, TimeUnit.SECONDS)).isNotNull();
        try (BlockingStream<Long> stream = stub.count(range(Numbers.FOR_EVER, 100), LONG, NumberDecoder::value)) {
            assertThatThrownBy(stream::next).isInstanceOf(RpcException.class).hasMessageContaining("INTERNAL");
            assertThat(numbers.cancelled.poll(60, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void oneWayAndPush_areWhatTheOptionSays() throws Exception {
        stub.tell(number(5));
        assertThat(stub.add(range(3, 4), LONG, NumberDecoder::value)).isEqualTo(7);
        EncodedPush push = server.encodePush(ShapesServer.TICK, number(9));
        try {
            accepted.get(60, TimeUnit.SECONDS).push(push);
        } finally {
            push.release();
        }
        assertThat(ticks.poll(60, TimeUnit.SECONDS)).isEqualTo(9);
        assertThat(numbers.told.poll(60, TimeUnit.SECONDS)).isEqualTo(5);
    }

    private void offer(long tick) {
        try {
            ticks.offer(tick, 60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static MessageWriter range(int from, int to) {
        return out -> new RangeEncoder().wrap(out).from(from).to(to);
    }

    private static MessageWriter number(long value) {
        return out -> new NumberEncoder().wrap(out).value(value);
    }
}
