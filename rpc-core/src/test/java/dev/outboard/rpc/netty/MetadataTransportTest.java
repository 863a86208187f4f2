package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.CallHandle;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.Metadata;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.ReplyInfo;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerStream;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StatusDetail;
import dev.outboard.rpc.TraceContext;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The transport contract: what travels beside requests and replies. */
@ParameterizedClass
@EnumSource
final class MetadataTransportTest {
    private static final TraceContext TRACE = new TraceContext(1, 2, 3, 1);
    private static final CallOptions PLAIN = CallOptions.timeout(Pair.LONG);
    private static final Metadata SMALL = Metadata.of("tenant", "blue");

    private final Variant variant;

    MetadataTransportTest(Variant variant) {
        this.variant = variant;
    }

    /** The end of a call, and what came beside it. */
    private static final class Ending implements ReplyHandler {
        private final CompletableFuture<String> told = new CompletableFuture<>();
        private volatile Metadata metadata = Metadata.EMPTY;
        private volatile boolean timed;
        private volatile long queueNanos;
        private volatile long runNanos;
        private volatile List<StatusDetail> details = List.of();

        @Override
        public void onReply(WireReader reply) {
            told.complete("reply of " + reply.length());
        }

        @Override
        public void onFailure(Status status) {
            details = status.details();
            told.complete(status.toString());
        }

        @Override
        public void onReply(WireReader reply, ReplyInfo info) {
            note(info);
            onReply(reply);
        }

        @Override
        public void onFailure(Status status, ReplyInfo info) {
            note(info);
            onFailure(status);
        }

        private void note(ReplyInfo info) {
            metadata = info.metadata();
            timed = info.hasServerTimes();
            queueNanos = info.serverQueueNanos();
            runNanos = info.serverRunNanos();
        }

        String text() throws Exception {
            return told.get(60, TimeUnit.SECONDS);
        }
    }

    private static Ending call(Pair pair, Method method, CallOptions options) {
        Ending ending = new Ending();
        pair.connection.call(method, Echo.number(1), options, ending);
        return ending;
    }

    @Test
    void request_carriesMetadataTraceAndAttempt() throws Exception {
        try (Pair pair = new Pair(variant)) {
            CallOptions options = PLAIN.withMetadata(SMALL).withTrace(TRACE).withAttempt(2);
            for (Method method : List.of(Echo.BESIDE, Echo.BESIDE_ON_WORKERS)) {
                Ending ending = call(pair, method, options);
                assertThat(ending.text()).isEqualTo("reply of 8");
                assertThat(ending.metadata.text("tenant")).isEqualTo("blue");
                assertThat(ending.metadata.text("trace")).isEqualTo(TRACE.toTraceparent());
                assertThat(ending.metadata.text("attempt")).isEqualTo("2");
            }
        }
    }

    @Test
    void callWithout_findsNothing() throws Exception {
        try (Pair pair = new Pair(variant)) {
            call(pair, Echo.BESIDE, PLAIN.withMetadata(SMALL).withTrace(TRACE)).text();
            Ending ending = call(pair, Echo.BESIDE, PLAIN);
            assertThat(ending.text()).isEqualTo("reply of 8");
            assertThat(ending.metadata.keys()).isEmpty();
            assertThat(ending.timed).isFalse();
        }
    }

    @Test
    void longMetadata_travelsBothWays() throws Exception {
        try (Pair pair = new Pair(variant)) {
            // Around the lengths at which the short form and the copied request end, and the longest.
            for (int length : new int[] {1, 2, 3, 1000, 1008, 1009, 1013, 4090, 15_900}) {
                byte[] value = new byte[length];
                value[length - 1] = 7;
                Metadata metadata = Metadata.builder().bytes("b", value).build();
                for (Method method : List.of(Echo.BESIDE, Echo.BESIDE_ON_WORKERS)) {
                    Ending ending = call(pair, method, PLAIN.withMetadata(metadata));
                    assertThat(ending.text()).isEqualTo("reply of 8");
                    assertThat(ending.metadata.bytes("b")).isEqualTo(value);
                }
            }
        }
    }

    @Test
    void failure_carriesMetadataAndDetails() throws Exception {
        try (Pair pair = new Pair(variant)) {
            Ending ending = call(pair, Echo.PARKED, PLAIN.withMetadata(SMALL));
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            StatusDetail detail = new StatusDetail("type.googleapis.com/a.B", new byte[] {1, 2});
            pair.echo.endParked(call -> {
                call.replyMetadata(call.metadata());
                call.fail(StatusCode.ABORTED, "no", List.of(detail));
            });
            assertThat(ending.text()).isEqualTo("ABORTED: no");
            assertThat(ending.details).containsExactly(detail);
            assertThat(ending.metadata).isEqualTo(SMALL);
        }
    }

    @Test
    void detailsThatAreTooLong_areLeftOut() throws Exception {
        try (Pair pair = new Pair(variant)) {
            Ending ending = call(pair, Echo.PARKED, PLAIN);
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            pair.echo.endParked(call ->
                    call.fail(StatusCode.ABORTED, "no", List.of(new StatusDetail("a.B", new byte[3 << 10]))));
            assertThat(ending.text()).isEqualTo("ABORTED: no");
            assertThat(ending.details).isEmpty();
        }
    }

    @Test
    void serverTimes_areToldToWhoAsks() throws Exception {
        try (Pair pair = new Pair(variant)) {
            for (Method method : List.of(Echo.ON_LOOP, Echo.ON_WORKERS, Echo.THROWING)) {
                Ending ending = call(pair, method, PLAIN.withServerTimes(true));
                ending.text();
                assertThat(ending.timed).isTrue();
                assertThat(ending.runNanos).isPositive();
                assertThat(ending.queueNanos).isNotNegative();
                Ending unasked = call(pair, method, PLAIN);
                unasked.text();
                assertThat(unasked.timed).isFalse();
            }
            // Nothing has run of a call that the server refuses.
            Ending refused = call(pair, Echo.MISSING, PLAIN.withServerTimes(true));
            assertThat(refused.text()).startsWith("UNIMPLEMENTED");
            assertThat(refused.timed).isFalse();
        }
    }

    @Test
    void replyMetadata_behindTheReplysBeginning_isRefused() throws Exception {
        try (Pair pair = new Pair(variant)) {
            Ending ending = call(pair, Echo.HALF, PLAIN);
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            ServerCall call = pair.echo.parked.element();
            assertThatIllegalStateException().isThrownBy(() -> call.replyMetadata(SMALL));
            pair.echo.endParked(ServerCall::complete);
            assertThat(ending.text()).isEqualTo("reply of 4");
        }
    }

    @Test
    void metadataThatThePeerCannotTake_isRefusedHere() throws Exception {
        Limits small = Limits.defaults().withMaxFrameBytes(4 << 10);
        Metadata large = Metadata.builder().bytes("b", new byte[5 << 10]).build();
        try (Pair pair = new Pair(variant, server -> server.limits(small), client -> client.limits(small))) {
            assertThat(call(pair, Echo.BESIDE, PLAIN.withMetadata(large)).text())
                    .startsWith("RESOURCE_EXHAUSTED (not processed)");
            assertThat(pair.connection.oneWay(Echo.SINK, Echo.number(1), PLAIN.withMetadata(large)))
                    .isEqualTo(SendResult.TOO_LARGE);
            Ending ending = call(pair, Echo.PARKED, PLAIN);
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            ServerCall call = pair.echo.parked.element();
            assertThatIllegalArgumentException().isThrownBy(() -> call.replyMetadata(large));
            pair.echo.endParked(ServerCall::complete);
            assertThat(ending.text()).isEqualTo("reply of 0");
        }
    }

    @Test
    void callInTheMiddleOfACallback_carriesItToo() throws Exception {
        try (Pair pair = new Pair(variant)) {
            Ending second = new Ending();
            CallOptions options = PLAIN.withMetadata(SMALL).withServerTimes(true);
            pair.connection.call(Echo.ON_LOOP, Echo.number(1), PLAIN, new ReplyHandler() {
                @Override
                public void onReply(WireReader reply) {
                    // On the event loop: the request is written in place.
                    pair.connection.call(Echo.BESIDE, Echo.number(1), options, second);
                }

                @Override
                public void onFailure(Status status) {
                    second.onFailure(status);
                }
            });
            assertThat(second.text()).isEqualTo("reply of 8");
            assertThat(second.metadata).isEqualTo(SMALL);
            assertThat(second.timed).isTrue();
        }
    }

    @Test
    void oneWay_carriesMetadata() throws Exception {
        try (Pair pair = new Pair(variant)) {
            pair.connection.oneWay(Echo.SINK, Echo.number(5), PLAIN.withMetadata(SMALL));
            Await.until("sunk", () -> pair.echo.sunk.contains(5L));
            assertThat(pair.echo.sunkBeside).containsExactly(SMALL);
        }
    }

    @Test
    void streams_carryItBothWays() throws Exception {
        Streams streams = new Streams();
        try (Pair pair = new Pair(variant, server -> server.service(streams.service()), client -> client)) {
            for (boolean well : new boolean[] {true, false}) {
                Received received = new Received();
                CallOptions options = PLAIN.withMetadata(SMALL).withTrace(TRACE).withAttempt(1);
                pair.connection.openStream(Streams.park(Execution.WORKERS), options, received);
                Await.until("parked", () -> !streams.parked.isEmpty());
                ServerStream stream = streams.parked.remove();
                assertThat(stream.metadata()).isEqualTo(SMALL);
                assertThat(stream.trace()).isEqualTo(TRACE);
                assertThat(stream.attempt()).isEqualTo(1);
                assertThat(stream.method()).isEqualTo(Streams.park(Execution.WORKERS));
                stream.replyMetadata(Metadata.of("end", String.valueOf(well)));
                if (well) {
                    stream.complete();
                    received.assertCompleted();
                } else {
                    stream.fail(StatusCode.ABORTED, "no", List.of(new StatusDetail("a.B", new byte[1])));
                    received.assertFailed(StatusCode.ABORTED, false, "no");
                    assertThat(received.failure().details()).containsExactly(new StatusDetail("a.B", new byte[1]));
                }
                assertThat(received.beside.text("end")).isEqualTo(String.valueOf(well));
            }
        }
    }

    @Test
    void child_endsWithItsParent() throws Exception {
        try (Pair pair = new Pair(variant);
                Pair below = new Pair(variant)) {
            CallHandle call = pair.connection.startCall(Echo.PARKED, Echo.number(1), PLAIN, new Ending());
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            ServerCall parent = pair.echo.parked.element();
            Ending child = new Ending();
            below.connection.call(Echo.PARKED, Echo.number(1), PLAIN.childOf(parent), child);
            Await.until("parked below", () -> !below.echo.parked.isEmpty());
            ServerCall parkedBelow = below.echo.parked.element();
            assertThat(parkedBelow.remainingNanos()).isLessThan(Pair.LONG.toNanos());
            CountDownLatch told = new CountDownLatch(1);
            parkedBelow.onCancel(told::countDown);
            call.cancel("enough");
            assertThat(child.text()).isEqualTo("CANCELLED: parent: cancelled");
            assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
            // Of a parent that is cancelled already, no child is begun.
            Ending late = new Ending();
            below.connection.call(Echo.ON_LOOP, Echo.number(1), PLAIN.childOf(parent), late);
            assertThat(late.text()).startsWith("CANCELLED");
        }
    }

    @Test
    void child_hasNoMoreTimeThanItsParent() throws Exception {
        try (Pair pair = new Pair(variant);
                Pair below = new Pair(variant)) {
            Outcome outcome = pair.call(Echo.PARKED, Echo.number(1), Pair.LONG.dividedBy(2));
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            ServerCall parent = pair.echo.parked.element();
            below.connection.call(Echo.PARKED, Echo.number(1), PLAIN.childOf(parent), new Ending());
            Await.until("parked below", () -> !below.echo.parked.isEmpty());
            assertThat(below.echo.parked.element().remainingNanos())
                    .isLessThanOrEqualTo(Pair.LONG.dividedBy(2).toNanos());
            pair.echo.endParked(Echo::echo);
            outcome.reply();
        }
    }

    @Test
    void actions_allRun_whateverOneOfThemDoes() throws Exception {
        try (Pair pair = new Pair(variant)) {
            CallHandle call = pair.connection.startCall(Echo.PARKED, Echo.number(1), PLAIN, new Ending());
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            ServerCall parked = pair.echo.parked.element();
            CountDownLatch told = new CountDownLatch(2);
            parked.onCancel(told::countDown);
            parked.onCancel(() -> {
                throw new IllegalStateException("of an action");
            });
            parked.onCancel(told::countDown);
            call.cancel("");
            assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
