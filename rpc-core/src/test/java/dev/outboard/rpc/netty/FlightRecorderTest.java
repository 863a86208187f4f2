package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.CallObserver;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.ClientStream;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerStream;
import dev.outboard.rpc.StatusCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What real recordings have of calls and of streams without credit. */
@ParameterizedClass
@EnumSource(names = {"NIO_SAFE", "EPOLL_UNSAFE"})
final class FlightRecorderTest {
    private static final String CALL = "dev.outboard.Call";
    private static final String CLIENT_CALL = "dev.outboard.ClientCall";
    private static final String STALL = "dev.outboard.WindowStall";

    @TempDir
    private Path folder;

    private final Variant variant;
    private final Streams streams = new Streams();
    private final AtomicInteger ended = new AtomicInteger();

    FlightRecorderTest(Variant variant) {
        this.variant = variant;
    }

    /** A pair whose server counts ends, in the order in which the recorder is told. */
    private Pair pair(Limits limits) {
        CallObserver counting = call -> ended.incrementAndGet();
        return new Pair(
                variant,
                server -> server.service(streams.service()).limits(limits).observer(counting),
                client -> client.limits(limits));
    }

    private List<RecordedEvent> events(Recording recording) throws IOException {
        recording.stop();
        Path file = folder.resolve("recording.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file);
    }

    @Test
    void calls_areRecordedWithWhatBecameOfThem() throws Exception {
        List<RecordedEvent> events;
        try (Recording recording = new Recording();
                Pair pair = pair(Limits.defaults())) {
            recording.enable(CALL);
            pair.call(Echo.ON_LOOP, Echo.number(1)).reply();
            recording.start();
            pair.call(Echo.ON_WORKERS, Echo.number(1)).reply();
            pair.call(Echo.THROWING, Echo.number(1)).failure();
            pair.call(Echo.MISSING, Echo.number(1)).failure();
            pair.connection.oneWay(Echo.SINK, Echo.number(1));
            Await.until("sunk", () -> ended.get() == 5);
            Received counted = new Received();
            pair.connection.openStream(
                    Streams.count(Execution.WORKERS),
                    out -> Echo.number(2 | 100L << 32).write(out),
                    0,
                    counted);
            counted.assertCompleted();
            Await.until("ended", () -> ended.get() == 6);
            // The observers are told before the recorder: one call more, and it has heard of the last one that counts.
            pair.call(Echo.ON_LOOP, Echo.number(1)).reply();
            Await.until("ended", () -> ended.get() == 7);
            events = events(recording);
        }
        assertThat(events)
                .extracting(event -> event.getString("method") + " " + event.getString("status") + " "
                        + event.getBoolean("notProcessed"))
                .startsWith(
                        "OnWorkers OK false",
                        "Throwing INTERNAL false",
                        "Missing UNIMPLEMENTED true",
                        "Sink OK false",
                        "Countworkers OK false");
        assertThat(events).allSatisfy(FlightRecorderTest::assertTimes);
        assertThat(events.get(0).getLong("requestBytes")).isEqualTo(8);
        assertThat(events.get(0).getLong("replyBytes")).isEqualTo(8);
        assertThat(events.get(4).getLong("replyBytes")).isEqualTo(240);
    }

    private static void assertTimes(RecordedEvent event) {
        Duration queue = event.getDuration("queueTime");
        Duration run = event.getDuration("runTime");
        assertThat(queue.isNegative()).isFalse();
        assertThat(run.isNegative()).isFalse();
        assertThat(queue.plus(run)).isPositive();
        assertThat(event.getDuration()).isPositive();
        assertThat(event.getLong("connection")).isEqualTo(1);
    }

    @Test
    void callThatIsGoingOn_whenARecordingBegins_isNotRecorded() throws Exception {
        List<RecordedEvent> events;
        try (Recording recording = new Recording();
                Pair pair = new Pair(variant)) {
            recording.enable(CALL);
            Outcome parked = pair.call(Echo.PARKED, Echo.number(1));
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            recording.start();
            pair.echo.endParked(ServerCall::complete);
            parked.reply();
            pair.call(Echo.ON_LOOP, Echo.number(1)).reply();
            pair.call(Echo.ON_LOOP, Echo.number(1)).reply();
            events = events(recording);
        }
        assertThat(events)
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.getString("method")).isEqualTo("OnLoop"));
    }

    @Test
    void clientsCalls_areRecordedWithWhatBecameOfThem() throws Exception {
        List<RecordedEvent> events;
        Outcome parked = new Outcome();
        try (Recording recording = new Recording();
                Pair pair = pair(Limits.defaults())) {
            recording.enable(CLIENT_CALL);
            pair.call(Echo.ON_LOOP, Echo.number(1)).reply();
            recording.start();
            pair.call(Echo.ON_WORKERS, Echo.number(1)).reply();
            pair.call(Echo.THROWING, Echo.number(1)).failure();
            pair.call(Echo.MISSING, Echo.number(1)).failure();
            assertThat(pair.connection.oneWay(Echo.SINK, Echo.number(1))).isEqualTo(SendResult.ACCEPTED);
            pair.connection
                    .startCall(Echo.PARKED, Echo.number(1), CallOptions.timeout(Pair.LONG), parked)
                    .cancel("enough");
            parked.failure();
            Received counted = new Received();
            pair.connection.openStream(
                    Streams.count(Execution.WORKERS),
                    out -> Echo.number(2 | 100L << 32).write(out),
                    0,
                    counted);
            counted.assertCompleted();
            events = events(recording);
        }
        assertThat(events)
                .extracting(event -> event.getString("method") + " " + event.getString("status") + " "
                        + event.getLong("requestBytes") + " " + event.getLong("replyBytes") + " "
                        + event.getBoolean("notProcessed"))
                .containsExactlyInAnyOrder( // each thread writes a part of its own
                        "OnWorkers OK 8 8 false",
                        "Throwing INTERNAL 8 0 false",
                        "Missing UNIMPLEMENTED 8 0 true",
                        "Sink OK 8 0 false",
                        "Parked CANCELLED 8 0 " + parked.failure().notProcessed(),
                        "Countworkers OK 8 208 false");
        assertThat(events).allSatisfy(event -> {
            assertThat(event.getDuration()).isPositive();
            assertThat(event.getLong("connection")).isEqualTo(1);
        });
    }

    @Test
    void callsAreNotRecorded_unlessTheyAreAskedFor() throws Exception {
        try (Recording recording = new Recording();
                Pair pair = pair(Limits.defaults())) {
            recording.enable("dev.outboard.BudgetPressure");
            recording.start();
            pair.call(Echo.ON_LOOP, Echo.number(1)).reply();
            pair.call(Echo.ON_WORKERS, Echo.number(1)).reply();
            Await.until("ended", () -> ended.get() == 2);
            assertThat(events(recording)).isEmpty();
        }
    }

    @Test
    void threshold_keepsShortCallsOut() throws Exception {
        try (Recording recording = new Recording();
                Pair pair = pair(Limits.defaults())) {
            recording.enable(CALL).withThreshold(Duration.ofHours(1));
            recording.start();
            pair.call(Echo.ON_WORKERS, Echo.number(1)).reply();
            pair.call(Echo.ON_WORKERS, Echo.number(1)).reply();
            Await.until("ended", () -> ended.get() == 2);
            assertThat(events(recording)).isEmpty();
        }
    }

    /** The client may send 4 KiB in a stream, or in all of them together. */
    @ParameterizedTest
    @CsvSource({"4096, 65536, stream", "65536, 4096, connection"})
    void clientWithoutCredit_isRecorded_fromTheRefusalToTheCredit(int streamWindow, int connectionWindow, String window)
            throws Exception {
        Limits limits =
                Limits.defaults().withStreamWindowBytes(streamWindow).withConnectionWindowBytes(connectionWindow);
        List<RecordedEvent> events;
        try (Recording recording = new Recording();
                Pair pair = pair(limits)) {
            recording.enable(STALL).withoutThreshold();
            recording.start();
            Received received = new Received();
            ClientStream stream = pair.connection.openStream(Streams.park(Execution.WORKERS), 0, received);
            int sent = 0;
            while (stream.send(kilobyte()) == SendResult.ACCEPTED) {
                sent++;
            }
            int accepted = sent;
            Await.until("held", () -> streams.held.size() == accepted);
            ServerStream parked = streams.parked.element();
            Queue<Long> held = new ConcurrentLinkedQueue<>(streams.held);
            held.forEach(parked::returnCredit);
            received.send(stream, kilobyte());
            parked.complete();
            received.assertCompleted();
            events = events(recording);
        }
        assertThat(events).isNotEmpty();
        assertThat(events.get(0).getString("window")).isEqualTo(window);
        assertThat(events.get(0).getString("side")).isEqualTo("client");
        assertThat(events.get(0).getDuration()).isPositive();
        assertThat(events.get(0).getLong("connection")).isEqualTo(1);
    }

    private static MessageWriter kilobyte() {
        return out -> out.writeRaw(new byte[1_000], 0, 1_000);
    }

    @Test
    void serverWithoutCredit_isRecorded_alsoWhereItsStreamEndsSo() throws Exception {
        Limits limits = Limits.defaults().withStreamWindowBytes(4 << 10);
        List<RecordedEvent> events;
        try (Recording recording = new Recording();
                Pair pair = pair(limits)) {
            recording.enable(STALL).withoutThreshold();
            recording.start();
            CompletableFuture<ClientStream> holding = new CompletableFuture<>();
            Received received = new Received(holding);
            holding.complete(pair.connection.openStream(
                    Streams.count(Execution.WORKERS),
                    out -> Echo.number(100 | 1_000L << 32).write(out),
                    0,
                    received));
            Await.until("stopped", () -> streams.waits.get() > 0);
            holding.join().cancel("enough");
            received.assertFailed(StatusCode.CANCELLED, false, "");
            Await.until("ended", () -> ended.get() == 1);
            events = events(recording);
        }
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.getString("window")).isEqualTo("stream");
            assertThat(event.getString("side")).isEqualTo("server");
            assertThat(event.getInt("stream")).isPositive();
        });
    }

    @Test
    void stallsAreNotRecorded_whereNobodyWants() throws Exception {
        Limits limits = Limits.defaults().withStreamWindowBytes(4 << 10);
        try (Recording recording = new Recording();
                Pair pair = pair(limits)) {
            recording.disable(STALL);
            recording.start();
            Received received = new Received();
            pair.connection.openStream(
                    Streams.count(Execution.WORKERS),
                    out -> Echo.number(100 | 1_000L << 32).write(out),
                    0,
                    received);
            received.assertCompleted();
            assertThat(streams.waits.get()).isPositive();
            assertThat(events(recording)).isEmpty();
        }
    }
}
