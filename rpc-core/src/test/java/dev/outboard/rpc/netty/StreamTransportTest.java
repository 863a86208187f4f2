package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.ClientStream;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerStream;
import dev.outboard.rpc.Shape;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The transport contract: streams. */
@ParameterizedClass
@EnumSource
final class StreamTransportTest {
    private static final long LONG_NANOS = Pair.LONG.toNanos();
    private static final Limits SMALL =
            Limits.defaults().withStreamWindowBytes(4 << 10).withConnectionWindowBytes(8 << 10);

    private final Variant variant;
    private final Streams streams = new Streams();

    StreamTransportTest(Variant variant) {
        this.variant = variant;
    }

    @ParameterizedTest
    @MethodSource("dev.outboard.rpc.netty.Executions#all")
    void serverStream_arrivesInOrder(Execution execution) throws Exception {
        try (Pair pair = pair(SMALL, SMALL)) {
            Received received = new Received();
            pair.connection.openStream(Streams.count(execution), two(3_000, 100), LONG_NANOS, received);
            received.assertCompleted();
            assertThat(received.messages).hasSize(3_000);
            int next = 0;
            for (byte[] message : received.messages) {
                assertThat(message).hasSize(104);
                assertThat(number(message)).isEqualTo(next++);
            }
            assertThat(streams.waits.get()).as("waits for credit").isPositive();
            assertIdle(pair);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.outboard.rpc.netty.Executions#all")
    void clientStream_isSummedUp(Execution execution) throws Exception {
        try (Pair pair = pair(SMALL, SMALL)) {
            Received received = new Received();
            ClientStream stream = pair.connection.openStream(Streams.sum(execution), LONG_NANOS, received);
            int waits = 0;
            for (int i = 1; i <= 3_000; i++) {
                waits += received.send(stream, Echo.number(i));
            }
            stream.end();
            stream.end();
            received.assertCompleted();
            assertThat(received.messages).hasSize(1);
            assertThat(ByteBuffer.wrap(received.messages.element())
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .getLong())
                    .isEqualTo(3_000 * 3_001 / 2);
            assertThat(waits).isPositive();
            assertThat(stream.send(Echo.number(1))).isEqualTo(SendResult.CLOSED);
            assertIdle(pair);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.outboard.rpc.netty.Executions#all")
    void bidiStream_echoesEveryMessageInOrder(Execution execution) throws Exception {
        try (Pair pair = pair(SMALL, SMALL)) {
            List<Received> all = new ArrayList<>();
            List<ClientStream> opened = new ArrayList<>();
            for (int s = 0; s < 5; s++) {
                Received received = new Received();
                all.add(received);
                opened.add(pair.connection.openStream(Streams.echo(execution), LONG_NANOS, received));
            }
            for (int i = 0; i < 500; i++) {
                int value = i;
                for (int s = 0; s < 5; s++) {
                    all.get(s).send(opened.get(s), out -> {
                        out.writeFixed32(value);
                        out.writeRaw(new byte[value], 0, value);
                    });
                }
            }
            opened.forEach(ClientStream::end);
            for (Received received : all) {
                received.assertCompleted();
                assertThat(received.messages).hasSize(500);
                int next = 0;
                for (byte[] message : received.messages) {
                    assertThat(message).hasSize(next + 4);
                    assertThat(number(message)).isEqualTo(next++);
                }
            }
            assertIdle(pair);
        }
    }

    @Test
    void emptyMessages_areMessages() throws Exception {
        try (Pair pair = pair(SMALL, SMALL)) {
            Received received = new Received();
            ClientStream stream = pair.connection.openStream(Streams.echo(Execution.EVENT_LOOP), LONG_NANOS, received);
            for (int i = 0; i < 1_000; i++) {
                received.send(stream, out -> {});
            }
            stream.end();
            received.assertCompleted();
            assertThat(received.messages).hasSize(1_000).allMatch(message -> message.length == 0);
        }
    }

    @Test
    void receiverThatHoldsCredit_stopsItsSender() throws Exception {
        try (Pair pair = pair(SMALL, SMALL)) {
            CompletableFuture<ClientStream> holding = new CompletableFuture<>();
            Received received = new Received(holding);
            ClientStream stream =
                    pair.connection.openStream(Streams.count(Execution.WORKERS), two(100, 1_000), LONG_NANOS, received);
            holding.complete(stream);
            // The window, and the one message that may go past it.
            Await.until("stopped", () -> streams.waits.get() > 0);
            Await.until("the window is full", () -> received.messages.size() == 5);
            pair.call(Echo.ON_WORKERS, Echo.number(1)).reply();
            assertThat(received.messages).hasSize(5);
            while (received.told.get() == 0) {
                Long held = received.held.poll();
                if (held != null) {
                    stream.returnCredit(held);
                }
                Thread.onSpinWait();
            }
            received.assertCompleted();
            assertThat(received.messages).hasSize(100);
        }
    }

    @Test
    void creditOutsideADelivery_isRefused() throws Exception {
        try (Pair pair = pair(SMALL, SMALL)) {
            ClientStream stream =
                    pair.connection.openStream(Streams.park(Execution.WORKERS), LONG_NANOS, new Received());
            assertThatThrownBy(stream::holdCredit).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void serversHandlerThatHoldsCredit_stopsTheClient() throws Exception {
        try (Pair pair = pair(SMALL, SMALL)) {
            Received received = new Received();
            ClientStream stream = pair.connection.openStream(Streams.park(Execution.WORKERS), LONG_NANOS, received);
            MessageWriter kilobyte = out -> out.writeRaw(new byte[1_008], 0, 1_008);
            for (int i = 0; i < 4; i++) {
                assertThat(stream.send(kilobyte)).isEqualTo(SendResult.ACCEPTED);
            }
            assertThat(stream.isReady()).isFalse();
            assertThat(stream.send(kilobyte)).isEqualTo(SendResult.NOT_READY);
            Await.until("held", () -> streams.held.size() == 4);
            ServerStream parked = streams.parked.element();
            streams.held.forEach(parked::returnCredit);
            received.send(stream, kilobyte);
            parked.complete();
            received.assertCompleted();
        }
    }

    @Test
    void creditThatIsHeldAtTheEnd_goesBackByItself() throws Exception {
        try (Pair pair = pair(SMALL, SMALL)) {
            // Each would keep half of the connection's credit for ever.
            for (int i = 0; i < 5; i++) {
                CompletableFuture<ClientStream> holding = new CompletableFuture<>();
                Received received = new Received(holding);
                ClientStream stream = pair.connection.openStream(
                        Streams.count(Execution.WORKERS), two(100, 1_000), LONG_NANOS, received);
                holding.complete(stream);
                Await.until("the window is full", () -> received.messages.size() == 5);
                stream.cancel("");
                received.assertFailed(StatusCode.CANCELLED, false, "");
                Await.until("slots", () -> pair.connection.callsInFlight() == 0);
                stream.returnCredit(received.held.remove());
            }
            for (int i = 0; i < 5; i++) {
                Received received = new Received();
                ClientStream stream = pair.connection.openStream(Streams.park(Execution.WORKERS), LONG_NANOS, received);
                int held = i + 1;
                for (int k = 0; k < 4; k++) {
                    received.send(stream, out -> out.writeRaw(new byte[1_000], 0, 1_000));
                }
                Await.until("held", () -> streams.held.size() == 4 * held);
                streams.parked.remove().complete();
                received.assertCompleted();
            }
            assertIdle(pair);
        }
    }

    @Test
    void messagesThatAreDroppedWithTheirStream_costTheConnectionNothing() throws Exception {
        try (Pair pair = pair(SMALL, SMALL)) {
            MessageWriter kilobyte = out -> out.writeRaw(new byte[1_000], 0, 1_000);
            for (int i = 0; i < 5; i++) {
                Received received = new Received();
                ClientStream stream = pair.connection.openStream(Streams.park(Execution.WORKERS), LONG_NANOS, received);
                int opened = i + 1;
                Await.until("parked", () -> streams.parked.size() == opened);
                AtomicInteger accepted = new AtomicInteger();
                // On the event loop: the stream is cancelled before anything that is sent now leaves the queue.
                pair.connection.call(Echo.ON_LOOP, Echo.number(1), LONG_NANOS, new ReplyHandler() {
                    @Override
                    public void onReply(WireReader reply) {
                        stream.cancel("");
                        while (stream.send(kilobyte) == SendResult.ACCEPTED) {
                            accepted.incrementAndGet();
                        }
                    }

                    @Override
                    public void onFailure(Status status) {
                        throw new AssertionError(status);
                    }
                });
                received.assertFailed(StatusCode.CANCELLED, false, "");
                assertThat(accepted).hasValue(5);
                Await.until("slots", () -> pair.connection.callsInFlight() == 0);
            }
            Received received = new Received();
            ClientStream stream = pair.connection.openStream(Streams.echo(Execution.WORKERS), LONG_NANOS, received);
            for (int k = 0; k < 20; k++) {
                received.send(stream, kilobyte);
            }
            stream.end();
            received.assertCompleted();
        }
    }

    @Test
    void creditThatIsNotHeld_cannotBeReturned() throws Exception {
        try (Pair pair = pair(SMALL, SMALL)) {
            ClientStream stream =
                    pair.connection.openStream(Streams.park(Execution.WORKERS), LONG_NANOS, new Received());
            assertThatThrownBy(() -> stream.returnCredit(1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("credit: 1 (expected: 0 to the 0 held)");
            assertThatThrownBy(() -> stream.returnCredit(-1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.outboard.rpc.netty.Executions#all")
    void clientThatCancels_isToldAndTellsTheHandler(Execution execution) throws Exception {
        try (Pair pair = pair(SMALL, SMALL)) {
            Received received = new Received();
            ClientStream stream = pair.connection.openStream(Streams.park(execution), LONG_NANOS, received);
            Await.until("parked", () -> !streams.parked.isEmpty());
            stream.cancel("had enough");
            stream.cancel("twice");
            received.assertFailed(StatusCode.CANCELLED, false, "had enough");
            Await.until("told", () -> !streams.cancelled.isEmpty());
            assertThat(streams.cancelled.element().code()).isEqualTo(StatusCode.CANCELLED);
            assertThat(streams.cancelled.element().message()).isEqualTo("client: had enough");
            assertThat(streams.parked.element().cancelled()).isTrue();
            assertThat(streams.parked.element().send(Echo.number(1))).isEqualTo(SendResult.CLOSED);
            assertThat(stream.send(Echo.number(1))).isEqualTo(SendResult.CLOSED);
            assertIdle(pair);
            assertThat(streams.cancelled).hasSize(1);
        }
    }

    @Test
    void serverThatSendsToAClientThatGaveUp_isStopped() throws Exception {
        try (Pair pair = pair(SMALL, SMALL)) {
            Received received = new Received();
            ClientStream stream = pair.connection.openStream(
                    Streams.count(Execution.WORKERS), two(1_000_000, 500), LONG_NANOS, received);
            Await.until("messages", () -> received.messages.size() > 20);
            stream.cancel("");
            received.assertFailed(StatusCode.CANCELLED, false, "");
            assertIdle(pair);
            // The connection's credit came back with the messages that nobody took.
            Received second = new Received();
            pair.connection.openStream(Streams.count(Execution.WORKERS), two(200, 500), LONG_NANOS, second);
            second.assertCompleted();
        }
    }

    @Test
    void deadline_endsAStreamOnBothSides() throws Exception {
        try (Pair pair = pair(SMALL, SMALL)) {
            Received received = new Received();
            pair.connection.openStream(
                    Streams.park(Execution.WORKERS), Duration.ofMillis(50).toNanos(), received);
            received.assertFailed(StatusCode.DEADLINE_EXCEEDED, false, "deadline");
            // A deadline that passed in the server's queue is told in another way.
            Await.until("ended", () -> pair.connection.callsInFlight() == 0);
            assertThat(streams.cancelled).allMatch(status -> status.code() == StatusCode.DEADLINE_EXCEEDED);
        }
    }

    @Test
    void streamWithoutADeadline_hasNone() throws Exception {
        try (Pair pair = pair(SMALL, SMALL)) {
            Received received = new Received();
            pair.connection.openStream(Streams.park(Execution.WORKERS), 0, received);
            Await.until("parked", () -> !streams.parked.isEmpty());
            assertThat(streams.parked.element().remainingNanos()).isEqualTo(Long.MAX_VALUE);
            streams.parked.element().fail(StatusCode.ABORTED, "enough");
            received.assertFailed(StatusCode.ABORTED, false, "enough");
            assertThatThrownBy(() -> streams.parked.element().complete()).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.outboard.rpc.netty.Executions#all")
    void connectionThatCloses_cancelsItsStreams(Execution execution) throws Exception {
        try (Pair pair = pair(SMALL, SMALL)) {
            Received received = new Received();
            ClientStream stream = pair.connection.openStream(Streams.park(execution), LONG_NANOS, received);
            received.send(stream, Echo.number(1));
            Await.until("held", () -> streams.held.size() == 1);
            pair.connection.close();
            received.assertFailed(StatusCode.UNAVAILABLE, false, "closed by this end");
            Await.until("told", () -> streams.cancelled.size() == 1);
            assertThat(streams.cancelled.element().code()).isEqualTo(StatusCode.UNAVAILABLE);
        }
    }

    @ParameterizedTest
    @MethodSource("dev.outboard.rpc.netty.Executions#all")
    void handlerThatThrows_failsItsStream(Execution execution) throws Exception {
        try (Pair pair = pair(SMALL, SMALL)) {
            Received opening = new Received();
            pair.connection.openStream(Streams.refusing(execution), out -> {}, LONG_NANOS, opening);
            opening.assertFailed(
                    StatusCode.INTERNAL, false, Streams.refusing(execution).fullName());
            Received message = new Received();
            ClientStream stream = pair.connection.openStream(Streams.broken(execution), LONG_NANOS, message);
            stream.send(Echo.number(1));
            message.assertFailed(
                    StatusCode.INTERNAL, false, Streams.broken(execution).fullName());
            assertThat(message.failure().message()).doesNotContain("secret");
            assertIdle(pair);
        }
    }

    @Test
    void unknownMethod_isUnimplemented() throws Exception {
        try (Pair pair = new Pair(variant)) {
            Received received = new Received();
            pair.connection.openStream(Streams.sum(Execution.WORKERS), LONG_NANOS, received);
            received.assertFailed(StatusCode.UNIMPLEMENTED, true, Streams.NAME);
        }
    }

    @Test
    void wrongShape_isRefused() throws Exception {
        try (Pair pair = new Pair(variant)) {
            Received received = new Received();
            assertThatThrownBy(() -> pair.connection.openStream(Echo.ON_LOOP, LONG_NANOS, received))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("shape: UNARY");
            assertThatThrownBy(() ->
                            pair.connection.openStream(Streams.sum(Execution.WORKERS), out -> {}, LONG_NANOS, received))
                    .hasMessageContaining(Shape.SERVER_STREAM.name());
            assertThatThrownBy(() -> pair.connection.openStream(Streams.sum(Execution.WORKERS), -1, received))
                    .hasMessageContaining("timeoutNanos: -1");
        }
    }

    @Test
    void messageOverTheLimit_isNotSentAndEndsNothing() throws Exception {
        Limits limits = Limits.defaults().withMaxFrameBytes(4096).withMaxMessageBytes(4096);
        try (Pair pair = pair(limits, limits)) {
            Received received = new Received();
            ClientStream stream = pair.connection.openStream(Streams.echo(Execution.WORKERS), LONG_NANOS, received);
            assertThat(stream.send(out -> out.writeRaw(new byte[5_000], 0, 5_000)))
                    .isEqualTo(SendResult.TOO_LARGE);
            assertThatThrownBy(() -> stream.send(out -> {
                        throw new IllegalStateException("mine");
                    }))
                    .hasMessage("mine");
            received.send(stream, out -> out.writeRaw(new byte[4_096], 0, 4_096));
            stream.end();
            received.assertCompleted();
            assertThat(received.messages).hasSize(1);
        }
    }

    @Test
    void drain_waitsForStreams() throws Exception {
        try (Pair pair = pair(SMALL, SMALL)) {
            Received received = new Received();
            pair.connection.openStream(Streams.park(Execution.WORKERS), LONG_NANOS, received);
            Await.until("parked", () -> !streams.parked.isEmpty());
            Thread drain = new Thread(() -> pair.server.drain(Pair.LONG));
            drain.start();
            Await.until("draining", pair.connection::isDraining);
            Received late = new Received();
            pair.connection.openStream(Streams.park(Execution.WORKERS), LONG_NANOS, late);
            late.assertFailed(StatusCode.UNAVAILABLE, true, "going away");
            streams.parked.element().complete();
            received.assertCompleted();
            drain.join();
        }
    }

    @Test
    void workersWithoutRoom_loseNothing() throws Exception {
        try (Pair pair = new Pair(
                variant,
                server -> server.service(streams.service()).workers(1).workerQueue(2),
                UnaryOperator.identity())) {
            List<Received> all = new ArrayList<>();
            List<ClientStream> opened = new ArrayList<>();
            for (int s = 0; s < 2; s++) {
                Received received = new Received();
                all.add(received);
                opened.add(pair.connection.openStream(Streams.echo(Execution.WORKERS), LONG_NANOS, received));
                received.send(opened.get(s), Echo.number(0));
                Await.until("answered", () -> received.messages.size() == 1);
            }
            Outcome held = pair.call(Echo.HELD, Echo.number(1));
            pair.echo.held.await();
            // The one worker is busy and its queue is full: two wait in it, and what more comes has to wait outside.
            Outcome first = pair.call(Echo.ON_WORKERS, Echo.number(1));
            Outcome second = pair.call(Echo.ON_WORKERS, Echo.number(1));
            for (int s = 0; s < 2; s++) {
                for (int i = 0; i < 100; i++) {
                    all.get(s).send(opened.get(s), Echo.number(i));
                }
                opened.get(s).end();
            }
            pair.call(Echo.ON_LOOP, Echo.number(1)).reply();
            pair.echo.gate.countDown();
            for (Received received : all) {
                received.assertCompleted();
                assertThat(received.messages).hasSize(101);
            }
            held.reply();
            first.reply();
            second.reply();
        }
    }

    private Pair pair(Limits server, Limits client) {
        return new Pair(
                variant,
                builder -> builder.service(streams.service()).limits(server),
                builder -> builder.limits(client));
    }

    /** Every slot is free again and the connection works. */
    private static void assertIdle(Pair pair) throws Exception {
        Await.until("slots", () -> pair.connection.callsInFlight() == 0);
        assertThat(pair.call(Echo.ON_WORKERS, Echo.number(5)).reply()).startsWith(5);
    }

    private static MessageWriter two(int first, int second) {
        return out -> {
            out.writeFixed32(first);
            out.writeFixed32(second);
        };
    }

    private static int number(byte[] message) {
        return ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }
}
