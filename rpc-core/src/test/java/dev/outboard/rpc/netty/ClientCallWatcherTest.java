package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.ClientCallSummary;
import dev.outboard.rpc.ClientCallWatcher;
import dev.outboard.rpc.ClientInterceptor;
import dev.outboard.rpc.ClientStream;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Metadata;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcChannel;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.channel.ManagedChannel;
import dev.outboard.rpc.channel.RetryPolicy;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClientCallWatcherTest {
    private static final CallOptions PLAIN = CallOptions.timeout(Pair.LONG);
    private static final Metadata WORD = Metadata.of("word", "sesame");

    private final AtomicInteger started = new AtomicInteger();
    private final Queue<String> ends = new ConcurrentLinkedQueue<>();
    private final ClientInterceptor watching = ClientInterceptor.watching((method, options) -> {
        started.incrementAndGet();
        return new Watch(method);
    });

    /** Sends a word with its call, and notes how that ended. */
    private final class Watch implements ClientCallWatcher.Watch {
        private final Method method;

        Watch(Method method) {
            this.method = method;
        }

        @Override
        public CallOptions options(CallOptions given) {
            return given.withMetadata(WORD);
        }

        @Override
        public void ended(ClientCallSummary call) {
            assertThat(call.method()).isEqualTo(method);
            assertThat(call.durationNanos()).isPositive();
            Status failure = call.failure();
            assertThat(call.code()).isEqualTo(failure == null ? StatusCode.OK : failure.code());
            ends.add(call.method().name() + " " + call.code() + " " + call.requestBytes() + " " + call.replyBytes());
        }
    }

    @Test
    void unaryCall_isWatched_beforeItsHandlerHears() throws Exception {
        try (Pair pair = new Pair(Variant.NIO_SAFE)) {
            RpcChannel channel = pair.connection.intercepted(watching);
            Outcome outcome = new Outcome();
            channel.call(Echo.ON_LOOP, Echo.number(7), PLAIN, outcome);
            assertThat(outcome.reply()).startsWith(7);
            assertThat(ends).containsExactly("OnLoop OK 8 8");
            Outcome failed = new Outcome();
            channel.call(Echo.THROWING, Echo.number(7), PLAIN, failed);
            failed.assertFailed(StatusCode.INTERNAL, false, "threw");
            assertThat(ends).contains("Throwing INTERNAL 8 0").hasSize(2);
        }
    }

    @Test
    void callThatIsCancelled_orNeverSent_isWatched() throws Exception {
        try (Pair pair = new Pair(Variant.NIO_SAFE)) {
            RpcChannel channel = pair.connection.intercepted(watching);
            Outcome cancelled = new Outcome();
            channel.startCall(Echo.PARKED, Echo.number(1), PLAIN, cancelled).cancel("enough");
            cancelled.assertFailed(StatusCode.CANCELLED, cancelled.failure().notProcessed(), "enough");
            pair.connection.close();
            Await.until("closed", () -> !pair.connection.isOpen());
            Outcome late = new Outcome();
            channel.call(Echo.ON_LOOP, Echo.number(1), PLAIN, late);
            late.assertFailed(StatusCode.UNAVAILABLE, true, "");
            assertThat(ends).containsExactly("Parked CANCELLED 8 0", "OnLoop UNAVAILABLE 8 0");
        }
    }

    @Test
    void callWhoseRequestThrows_ends_andItsCallerIsThrown() throws Exception {
        try (Pair pair = new Pair(Variant.NIO_SAFE)) {
            RpcChannel channel = pair.connection.intercepted(watching);
            Outcome never = new Outcome();
            assertThatThrownBy(() -> channel.call(
                            Echo.ON_LOOP,
                            out -> {
                                throw new IllegalStateException("secret");
                            },
                            PLAIN,
                            never))
                    .hasMessage("secret");
            assertThatThrownBy(() -> channel.openStream(Echo.ON_LOOP, PLAIN, new Received()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(never.told).hasValue(0);
            assertThat(ends).containsExactly("OnLoop INTERNAL 0 0", "OnLoop INTERNAL 0 0");
        }
    }

    @Test
    void oneWayMessage_endsWhenItIsQueued_orNot() throws Exception {
        try (Pair pair = new Pair(Variant.NIO_SAFE)) {
            RpcChannel channel = pair.connection.intercepted(watching);
            assertThat(channel.oneWay(Echo.SINK, Echo.number(3))).isEqualTo(SendResult.ACCEPTED);
            Await.until("sunk", () -> !pair.echo.sunk.isEmpty());
            assertThat(pair.echo.sunkBeside).containsExactly(WORD);
            pair.connection.close();
            Await.until("closed", () -> !pair.connection.isOpen());
            assertThat(channel.oneWay(Echo.SINK, Echo.number(3))).isEqualTo(SendResult.CLOSED);
            assertThat(ends).containsExactly("Sink OK 8 0", "Sink UNAVAILABLE 0 0");
        }
    }

    @Test
    void stream_isMeasuredByItsMessages() throws Exception {
        Streams streams = new Streams();
        try (Pair pair = new Pair(Variant.NIO_SAFE, server -> server.service(streams.service()), client -> client)) {
            RpcChannel channel = pair.connection.intercepted(watching);
            Received echoed = new Received();
            ClientStream stream = channel.openStream(Streams.echo(Execution.WORKERS), 0, echoed);
            echoed.send(stream, Echo.number(1));
            echoed.send(stream, Echo.size(2));
            stream.end();
            echoed.assertCompleted();
            Received counted = new Received();
            channel.openStream(
                    Streams.count(Execution.WORKERS),
                    out -> Echo.number(3 | 6L << 32).write(out),
                    0,
                    counted);
            counted.assertCompleted();
            Received parked = new Received();
            channel.openStream(Streams.park(Execution.WORKERS), 0, parked).cancel("enough");
            parked.failure();
            assertThat(ends)
                    .containsExactly("Echoworkers OK 12 12", "Countworkers OK 8 30", "Parkworkers CANCELLED 0 0");
            assertThat(started).hasValue(3);
        }
    }

    @Test
    void callOfAChannel_isOneCall_howeverOftenItIsTried() throws Exception {
        try (Cluster cluster = new Cluster(Variant.NIO_SAFE, 1);
                ManagedChannel managed =
                        cluster.connected(cluster.channel().policy(Echo.PARKED, RetryPolicy.idempotent()))) {
            RpcChannel channel = managed.intercepted(watching);
            Outcome outcome = Cluster.call(channel, Echo.PARKED, Echo.number(1));
            int before = cluster.time.pending();
            cluster.parked(0).fail(StatusCode.UNAVAILABLE, "not now");
            cluster.until("a backoff", () -> cluster.time.pending() > before);
            cluster.time.advance(Duration.ofSeconds(20));
            cluster.parked(0).complete();
            cluster.until(outcome);
            outcome.reply();
            assertThat(ends).containsExactly("Parked OK 8 0");
            assertThat(started).hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO_SAFE", "EPOLL_UNSAFE"})
    void watchThatThrows_leavesTheHandlerItsEnd(Variant variant) throws Exception {
        try (Pair pair = new Pair(variant)) {
            RpcChannel channel =
                    pair.connection.intercepted(ClientInterceptor.watching((method, options) -> summary -> {
                        throw new IllegalStateException("of a watch");
                    }));
            Outcome replied = new Outcome();
            channel.call(Echo.ON_LOOP, Echo.number(5), PLAIN, replied);
            assertThat(replied.reply()).startsWith(5);
            Outcome failed = new Outcome();
            channel.call(Echo.MISSING, Echo.number(5), PLAIN, failed);
            failed.assertFailed(StatusCode.UNIMPLEMENTED, true, "");
        }
    }
}
