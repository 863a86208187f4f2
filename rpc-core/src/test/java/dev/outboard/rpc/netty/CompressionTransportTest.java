package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.WireReader;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.ClientStream;
import dev.outboard.rpc.Compression;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Metadata;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerStream;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.Shape;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamListener;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The transport contract: messages that are compressed on their way. */
@ParameterizedClass
@EnumSource
final class CompressionTransportTest {
    private static final CallOptions PLAIN = CallOptions.timeout(Pair.LONG);
    private static final List<Compression> ALGORITHMS = List.of(Compression.GZIP, Compression.LZ4);
    private static final Method AS_IT_IS = Method.unary("outboard.test.Compressed/AsItIs");
    private static final Method ALL_AT_ONCE = Method.of("outboard.test.Compressed/AllAtOnce", Shape.SERVER_STREAM);

    private final Variant variant;
    /** What the server took and sent, on the wire: requests and replies in turn. */
    private final Queue<Long> sizes = new ConcurrentLinkedQueue<>();

    CompressionTransportTest(Variant variant) {
        this.variant = variant;
    }

    /** A server and a client that both compress with it. */
    private Pair pair(Compression with) {
        return pair(with, with, server -> server, client -> client);
    }

    private Pair pair(
            Compression servers,
            Compression clients,
            UnaryOperator<RpcServerBuilder> forServer,
            UnaryOperator<RpcClientBuilder> forClient) {
        return new Pair(
                variant,
                server -> forServer.apply(server.compression(servers)
                        .service(new Streams().service())
                        .service(service())
                        .observer(call -> {
                            sizes.add(call.requestBytes());
                            sizes.add(call.replyBytes());
                        })),
                client -> forClient.apply(client.compression(clients)));
    }

    private static Service service() {
        return Service.named("outboard.test.Compressed")
                .unary(AS_IT_IS, Execution.WORKERS, CompressionTransportTest::asItIs)
                .stream(ALL_AT_ONCE, Execution.WORKERS, CompressionTransportTest::allAtOnce)
                .build();
    }

    private static void asItIs(ServerCall call) {
        call.replyCompression(Compression.NONE);
        Echo.echo(call);
    }

    /** Sends back the request, compressed in three ways. */
    private static StreamListener allAtOnce(ServerStream stream) {
        byte[] bytes = bytes(stream.request());
        for (Compression with : Compression.values()) {
            stream.replyCompression(with);
            assertThat(stream.send(of(bytes))).isEqualTo(SendResult.ACCEPTED);
        }
        stream.complete();
        return new StreamListener() {};
    }

    private static byte[] bytes(WireReader message) {
        byte[] bytes = new byte[message.length()];
        message.bytesAt(0, bytes, 0, bytes.length);
        return bytes;
    }

    private static MessageWriter of(byte[] bytes) {
        return out -> out.writeRaw(bytes, 0, bytes.length);
    }

    /** Something that can be said with far fewer bytes. */
    private static byte[] dull(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) ("outboard".charAt(i % 8) + i / 10_000);
        }
        return bytes;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private long nextSize() {
        Await.until("observed", () -> !sizes.isEmpty());
        return sizes.remove();
    }

    @Test
    void callsOnEveryThread_areShorterOnTheWire() throws Exception {
        for (Compression with : ALGORITHMS) {
            try (Pair pair = pair(with)) {
                for (Method method : List.of(Echo.ON_LOOP, Echo.ON_WORKERS, Echo.IN_ORDER)) {
                    for (int length : new int[] {1024, 5_000, 65_536, 70_000, 1 << 20}) {
                        assertThat(pair.call(method, of(dull(length))).reply()).isEqualTo(dull(length));
                        assertThat(nextSize()).as("request").isLessThan(length / 3);
                        assertThat(nextSize()).as("reply").isLessThan(length / 3);
                    }
                }
            }
        }
    }

    @Test
    void whatIsShort_orGetsNoShorter_goesAsItIs() throws Exception {
        for (Compression with : ALGORITHMS) {
            try (Pair pair = pair(with)) {
                for (byte[] sent : List.of(new byte[0], dull(1023), random(1024), random(100_000))) {
                    assertThat(pair.call(Echo.ON_WORKERS, of(sent)).reply()).isEqualTo(sent);
                    assertThat(nextSize()).isEqualTo(sent.length);
                    assertThat(nextSize()).isEqualTo(sent.length);
                }
            }
            try (Pair pair =
                    pair(with, with, server -> server.compressFromBytes(100), client -> client.compressFromBytes(0))) {
                assertThat(pair.call(Echo.ON_LOOP, of(dull(99))).reply()).isEqualTo(dull(99));
                assertThat(nextSize()).isLessThan(99);
                assertThat(nextSize()).isEqualTo(99);
            }
        }
    }

    @Test
    void callAndHandler_mayAskForAnother() throws Exception {
        try (Pair pair = pair(Compression.GZIP, Compression.NONE, server -> server, client -> client)) {
            for (Method method : List.of(Echo.ON_LOOP, AS_IT_IS)) {
                for (Compression with : Compression.values()) {
                    Outcome outcome = new Outcome();
                    pair.connection.call(method, of(dull(10_000)), PLAIN.withCompression(with), outcome);
                    assertThat(outcome.reply()).isEqualTo(dull(10_000));
                    assertThat(nextSize() < 10_000).isEqualTo(with != Compression.NONE);
                    assertThat(nextSize() < 10_000).isEqualTo(!method.equals(AS_IT_IS));
                }
            }
            Received received = new Received();
            pair.connection.openStream(ALL_AT_ONCE, of(dull(10_000)), PLAIN, received);
            received.assertCompleted();
            assertThat(received.messages)
                    .hasSize(3)
                    .allSatisfy(bytes -> assertThat(bytes).isEqualTo(dull(10_000)));
            assertThat(nextSize()).as("of the stream, client's").isZero();
            assertThat(nextSize()).as("of the stream").isBetween(10_000L, 15_000L);
        }
    }

    @Test
    void metadata_goesBesideIt() throws Exception {
        for (Compression with : ALGORITHMS) {
            try (Pair pair = pair(with)) {
                Metadata beside = Metadata.builder().bytes("b", random(3000)).build();
                for (Method method : List.of(Echo.BESIDE, Echo.BESIDE_ON_WORKERS)) {
                    Outcome outcome = new Outcome();
                    pair.connection.call(method, of(dull(300_000)), PLAIN.withMetadata(beside), outcome);
                    assertThat(outcome.reply()).isEqualTo(dull(300_000));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.outboard.rpc.netty.Executions#all")
    void streams_countWhatIsOnTheWire(Execution execution) throws Exception {
        // A window of one message as it is, and of many as they go.
        Limits limits = Limits.defaults().withStreamWindowBytes(20_000).withConnectionWindowBytes(40_000);
        for (Compression with : ALGORITHMS) {
            try (Pair pair = pair(with, with, server -> server.limits(limits), client -> client.limits(limits))) {
                Received received = new Received();
                ClientStream stream = pair.connection.openStream(Streams.echo(execution), PLAIN, received);
                for (int i = 0; i < 100; i++) {
                    received.send(stream, of(dull(20_000 + i)));
                    received.send(stream, of(dull(i)));
                }
                stream.end();
                received.assertCompleted();
                assertThat(received.messages).hasSize(200);
                int next = 0;
                for (byte[] message : received.messages) {
                    assertThat(message).isEqualTo(dull(next % 2 == 0 ? 20_000 + next / 2 : next / 2));
                    next++;
                }
                assertThat(nextSize()).isLessThan(100 * 20_000 / 3);
                assertThat(nextSize()).isLessThan(100 * 20_000 / 3);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("dev.outboard.rpc.netty.Executions#all")
    void requestAndReplyOfAStream_areCompressed(Execution execution) throws Exception {
        for (Compression with : ALGORITHMS) {
            try (Pair pair = pair(with)) {
                byte[] request = new byte[8 + 50_000];
                request[0] = 3;
                request[5] = 4;
                Received counted = new Received();
                pair.connection.openStream(Streams.count(execution), of(request), PLAIN, counted);
                counted.assertCompleted();
                assertThat(counted.messages).hasSize(3);
                assertThat(nextSize()).isZero();
                assertThat(nextSize()).isLessThan(3 * 1024);
            }
        }
    }

    @Test
    void oneWayMessages_areCompressed() {
        for (Compression with : ALGORITHMS) {
            try (Pair pair = pair(with)) {
                assertThat(pair.connection.oneWay(Echo.SINK, of(dull(50_000)))).isEqualTo(SendResult.ACCEPTED);
                assertThat(nextSize()).isLessThan(10_000);
                nextSize();
                assertThat(pair.echo.sunk).hasSize(1);
            }
        }
    }

    @Test
    void messageThatIsLongerThanTheOtherEndTakes_isNotMade() throws Exception {
        Limits large = Limits.defaults().withMaxMessageBytes(1 << 20);
        Limits small = Limits.defaults().withMaxMessageBytes(200_000);
        for (Compression with : ALGORITHMS) {
            try (Pair pair = pair(with, with, server -> server.limits(small), client -> client.limits(large))) {
                pair.call(Echo.ON_LOOP, of(dull(200_001)))
                        .assertFailed(StatusCode.RESOURCE_EXHAUSTED, true, "at most 200000");
            }
            try (Pair pair = pair(with, with, server -> server.limits(large), client -> client.limits(small))) {
                pair.call(Echo.SIZED, Echo.size(200_001))
                        .assertFailed(StatusCode.RESOURCE_EXHAUSTED, false, "at most 200000");
            }
        }
    }

    @Test
    void messageWithoutRoom_isRefused_andTheNextIsServed() throws Exception {
        MemoryLedger ledger = new MemoryLedger(24 << 20);
        Limits limits = Limits.defaults().withMaxMessageBytes(64 << 20);
        for (Compression with : ALGORITHMS) {
            try (Pair pair =
                    pair(with, with, server -> server.limits(limits).ledger(ledger), client -> client.limits(limits))) {
                for (Method method : List.of(Echo.ON_LOOP, Echo.ON_WORKERS)) {
                    pair.call(method, of(new byte[40 << 20]))
                            .assertFailed(StatusCode.RESOURCE_EXHAUSTED, true, "memory: no room for ");
                    assertThat(pair.call(method, of(dull(50_000))).reply()).isEqualTo(dull(50_000));
                }
            }
        }
    }
}
