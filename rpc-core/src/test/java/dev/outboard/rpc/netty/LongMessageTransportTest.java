package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.rpc.CallHandle;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.ClientStream;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Metadata;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The transport contract: messages that are longer than a frame. */
@ParameterizedClass
@EnumSource
final class LongMessageTransportTest {
    private static final CallOptions PLAIN = CallOptions.timeout(Pair.LONG);
    private static final int MIB = 1 << 20;

    private final Variant variant;

    LongMessageTransportTest(Variant variant) {
        this.variant = variant;
    }

    private static byte[] random(int bytes) {
        byte[] made = new byte[bytes];
        new Random(bytes).nextBytes(made);
        return made;
    }

    private static MessageWriter of(byte[] bytes) {
        return out -> out.writeRaw(bytes, 0, bytes.length);
    }

    private Pair pair(Limits limits) {
        return new Pair(variant, server -> server.limits(limits), client -> client.limits(limits));
    }

    @Test
    void messagesOfEveryLength_goThereAndBack() throws Exception {
        Limits limits = Limits.defaults().withMaxFrameBytes(4 << 10).withMaxMessageBytes(MIB);
        try (Pair pair = pair(limits)) {
            for (int bytes : new int[] {4096, 4097, 8191, 8192, 8193, 32 << 10, 100_001, MIB}) {
                byte[] sent = random(bytes);
                for (Method method : List.of(Echo.ON_LOOP, Echo.ON_WORKERS, Echo.IN_ORDER)) {
                    assertThat(pair.call(method, of(sent)).reply()).isEqualTo(sent);
                }
            }
        }
    }

    @Test
    void manyAtATime_andShortOnesBetween() throws Exception {
        try (Pair pair = pair(Limits.defaults().withMaxMessageBytes(2 * MIB))) {
            byte[] large = random(2 * MIB - 5);
            List<Outcome> all = new ArrayList<>();
            List<Outcome> small = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                all.add(pair.call(i % 2 == 0 ? Echo.ON_LOOP : Echo.ON_WORKERS, of(large)));
                small.add(pair.call(Echo.ON_LOOP, Echo.number(i)));
            }
            for (int i = 0; i < 6; i++) {
                assertThat(small.get(i).reply()).startsWith(i);
                assertThat(all.get(i).reply()).isEqualTo(large);
            }
        }
    }

    @Test
    void shortCall_doesNotWaitForALongOne() throws Exception {
        Limits limits = Limits.defaults().withMaxMessageBytes(64 * MIB).withLongMessageBytes(64 * MIB);
        try (Pair pair = pair(limits)) {
            byte[] large = new byte[64 * MIB];
            Outcome slow = pair.call(Echo.ON_WORKERS, of(large));
            int answered = 0;
            while (!slow.isDone() && answered < 20) {
                pair.call(Echo.ON_LOOP, Echo.number(1)).reply();
                answered++;
            }
            // One that waited would be the only one.
            assertThat(answered).isGreaterThan(3);
            assertThat(slow.reply()).hasSameSizeAs(large);
        }
    }

    @Test
    void callFromACallback_mayBeLong() throws Exception {
        try (Pair pair = pair(Limits.defaults())) {
            byte[] large = random(MIB);
            Outcome second = new Outcome();
            pair.connection.call(Echo.ON_LOOP, Echo.number(1), Pair.LONG, new ReplyHandler() {
                @Override
                public void onReply(dev.outboard.codec.WireReader reply) {
                    pair.connection.call(Echo.ON_LOOP, of(large), Pair.LONG, second);
                }

                @Override
                public void onFailure(Status status) {
                    second.onFailure(status);
                }
            });
            assertThat(second.reply()).isEqualTo(large);
        }
    }

    @Test
    void metadata_goesWithTheFirstFrame() throws Exception {
        try (Pair pair = pair(Limits.defaults())) {
            Metadata beside = Metadata.builder().bytes("b", random(3000)).build();
            byte[] large = random(300_000);
            for (Method method : List.of(Echo.BESIDE, Echo.BESIDE_ON_WORKERS)) {
                Outcome outcome = new Outcome();
                pair.connection.call(method, of(large), PLAIN.withMetadata(beside), outcome);
                assertThat(outcome.reply()).isEqualTo(large);
            }
        }
    }

    @Test
    void messageOverTheLimit_isNotSent() throws Exception {
        try (Pair pair = pair(Limits.defaults().withMaxMessageBytes(MIB))) {
            pair.call(Echo.ON_LOOP, of(new byte[MIB + 1]))
                    .assertFailed(StatusCode.RESOURCE_EXHAUSTED, true, Echo.ON_LOOP.fullName());
            pair.call(Echo.SIZED, Echo.size(MIB)).reply();
        }
        Limits small = Limits.defaults().withMaxMessageBytes(MIB - 1);
        try (Pair pair = new Pair(variant, server -> server, client -> client.limits(small))) {
            pair.call(Echo.SIZED, Echo.size(MIB)).assertFailed(StatusCode.RESOURCE_EXHAUSTED, false, "1048576 bytes");
            assertThat(pair.call(Echo.ON_LOOP, Echo.number(3)).reply()).startsWith(3);
        }
    }

    @Test
    void moreThanTheConnectionHolds_isRefusedHere() throws Exception {
        Limits tight = Limits.defaults().withLongMessageBytes(MIB);
        try (Pair pair = pair(tight)) {
            byte[] large = random(MIB);
            List<Outcome> outcomes = new ArrayList<>();
            CountDownLatch made = new CountDownLatch(1);
            // On the event loop, so that nothing leaves meanwhile.
            pair.connection.execute(() -> {
                for (int i = 0; i < 10; i++) {
                    outcomes.add(pair.call(Echo.ON_WORKERS, of(large)));
                }
                made.countDown();
            });
            made.await();
            assertThat(outcomes.remove(0).reply()).isEqualTo(large);
            for (Outcome outcome : outcomes) {
                outcome.assertFailed(StatusCode.RESOURCE_EXHAUSTED, true, "outbound queue: full");
                assertThat(outcome.told).hasValue(1);
            }
            assertThat(pair.call(Echo.ON_LOOP, of(random(MIB))).reply()).hasSize(MIB);
        }
    }

    @Test
    void callThatIsGivenUpInTheMiddle_costsNothing() throws Exception {
        Limits limits = Limits.defaults().withMaxMessageBytes(16 * MIB).withLongMessageBytes(16 * MIB);
        try (Pair pair = pair(limits)) {
            for (int i = 0; i < 3; i++) {
                Outcome outcome = new Outcome();
                CallHandle call = pair.connection.startCall(Echo.PARKED, of(new byte[16 * MIB]), PLAIN, outcome);
                Await.until("begun", () -> pair.server.ledger().usedBytes() > 0);
                call.cancel("enough");
                outcome.assertFailed(StatusCode.CANCELLED, false, "enough");
                // If it came through after all.
                Await.until("ended", () -> {
                    pair.echo.endParked(ServerCall::complete);
                    return pair.connection.callsInFlight() == 0;
                });
            }
            assertThat(pair.call(Echo.ON_LOOP, of(random(MIB))).reply()).hasSize(MIB);
            assertThat(pair.server.stats().rejected()).isZero();
        }
    }

    @Test
    void deadlineInTheMiddle_freesTheSlot() throws Exception {
        Limits limits = Limits.defaults().withMaxMessageBytes(16 * MIB).withLongMessageBytes(16 * MIB);
        try (Pair pair = pair(limits)) {
            Outcome outcome = pair.call(Echo.PARKED, of(new byte[16 * MIB]), Duration.ofMillis(5));
            assertThat(outcome.failure().code()).isEqualTo(StatusCode.DEADLINE_EXCEEDED);
            Await.until("ended", () -> {
                pair.echo.endParked(ServerCall::complete);
                return pair.connection.callsInFlight() == 0;
            });
        }
    }

    @Test
    void streams_carryLongMessagesInTheirOrder() throws Exception {
        Streams streams = new Streams();
        Limits limits = Limits.defaults().withMaxMessageBytes(MIB);
        for (Execution execution : Executions.all()) {
            try (Pair pair = new Pair(
                    variant,
                    server -> server.service(streams.service()).limits(limits),
                    client -> client.limits(limits))) {
                Received received = new Received();
                ClientStream stream = pair.connection.openStream(Streams.echo(execution), 0, received);
                List<byte[]> sent = new ArrayList<>();
                for (int bytes : new int[] {5, 300_000, 7, MIB, 0, 65_536, 65_537}) {
                    sent.add(random(bytes));
                    received.send(stream, of(random(bytes)));
                }
                stream.end();
                received.assertCompleted();
                assertThat(received.messages.toArray(new byte[0][])).isDeepEqualTo(sent.toArray(new byte[0][]));
                assertThat(stream.send(out -> {})).isEqualTo(SendResult.CLOSED);
            }
        }
    }

    @Test
    void manyLongStreams_leaveTheCreditWhole() throws Exception {
        Streams streams = new Streams();
        try (Pair pair = new Pair(variant, server -> server.service(streams.service()), client -> client)) {
            // More than the connection's window, over and over: given up in the middle each time.
            for (int i = 0; i < 10; i++) {
                Received received = new Received();
                ClientStream stream = pair.connection.openStream(Streams.echo(Execution.WORKERS), 0, received);
                received.send(stream, of(random(MIB)));
                stream.cancel("enough");
                received.failure();
            }
            Received received = new Received();
            ClientStream stream = pair.connection.openStream(Streams.echo(Execution.WORKERS), 0, received);
            for (int i = 0; i < 5; i++) {
                received.send(stream, of(random(MIB)));
            }
            stream.end();
            received.assertCompleted();
            assertThat(received.messages).hasSize(5);
        }
    }

    @Test
    void whatStandsBehindALongMessage_isGivenUpWithTheConnection() throws Exception {
        Streams streams = new Streams();
        Limits limits = Limits.defaults()
                .withMaxMessageBytes(16 * MIB)
                .withLongMessageBytes(16 * MIB)
                .withStreamWindowBytes(32 * MIB)
                .withConnectionWindowBytes(32 * MIB);
        for (boolean givenUp : new boolean[] {false, true}) {
            try (Pair pair = new Pair(
                    variant,
                    server -> server.service(streams.service()).limits(limits),
                    client -> client.limits(limits))) {
                Received received = new Received();
                ClientStream stream = pair.connection.openStream(Streams.park(Execution.WORKERS), 0, received);
                received.send(stream, of(new byte[16 * MIB]));
                for (int i = 0; i < 10; i++) {
                    received.send(stream, of(new byte[1000]));
                }
                if (givenUp) {
                    stream.cancel("enough");
                }
                pair.connection.close();
                received.failure();
            }
        }
    }

    @Test
    void requestOfAStream_mayBeLong() throws Exception {
        Streams streams = new Streams();
        try (Pair pair = new Pair(variant, server -> server.service(streams.service()), client -> client)) {
            byte[] request = new byte[200_000];
            request[0] = 3;
            request[4] = 100;
            Received received = new Received();
            pair.connection.openStream(Streams.count(Execution.WORKERS), of(request), 0, received);
            received.assertCompleted();
            assertThat(received.messages).hasSize(3);
            Received refused = new Received();
            pair.connection.openStream(Streams.refusing(Execution.EVENT_LOOP), of(request), 0, refused);
            refused.assertFailed(StatusCode.INTERNAL, false, "threw");
        }
    }

    @Test
    void serverWithoutMemory_refusesAndGoesOn() throws Exception {
        MemoryLedger small = new MemoryLedger(24L * MIB);
        try (Pair pair = new Pair(variant, server -> server.ledger(small), client -> client)) {
            List<Outcome> refused = new ArrayList<>();
            for (int i = 1; i <= 8; i++) {
                Outcome outcome = pair.call(Echo.PARKED, of(random(3 * MIB)));
                int so = i - refused.size();
                Await.until("there, or refused", () -> outcome.isDone() || pair.echo.parked.size() == so);
                if (outcome.isDone()) {
                    refused.add(outcome);
                }
            }
            assertThat(refused).hasSizeBetween(1, 7);
            for (Outcome outcome : refused) {
                outcome.assertFailed(StatusCode.RESOURCE_EXHAUSTED, true, "memory");
            }
            pair.echo.endParked(ServerCall::complete);
            assertThat(pair.call(Echo.ON_LOOP, Echo.number(3)).reply()).startsWith(3);
        }
    }

    @Test
    void connectionThatClosesInTheMiddle_leavesNothing() throws Exception {
        Limits limits = Limits.defaults().withMaxMessageBytes(16 * MIB).withLongMessageBytes(16 * MIB);
        try (Pair pair = pair(limits)) {
            Outcome outcome = pair.call(Echo.ON_LOOP, of(new byte[16 * MIB]));
            pair.call(Echo.ON_LOOP, Echo.number(1)).reply();
            pair.connection.close();
            outcome.assertFailed(StatusCode.UNAVAILABLE, false, "closed");
        }
    }
}
