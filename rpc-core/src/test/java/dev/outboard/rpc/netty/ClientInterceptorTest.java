package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.BlockingCall;
import dev.outboard.rpc.CallHandle;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.ClientInterceptor;
import dev.outboard.rpc.ClientStream;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Metadata;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.RpcChannel;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamReceiver;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class ClientInterceptorTest {
    private static final CallOptions PLAIN = CallOptions.timeout(Pair.LONG);
    private static final Metadata WORD = Metadata.of("word", "sesame");

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    /** Notes every call, and sends a word with it. */
    private final class Noting implements ClientInterceptor {
        private final String name;

        Noting(String name) {
            this.name = name;
        }

        private CallOptions note(Method method, CallOptions options) {
            seen.add(name + " " + method.name());
            return options.withMetadata(WORD);
        }

        @Override
        public CallHandle startCall(
                Method method, MessageWriter request, CallOptions options, ReplyHandler handler, RpcChannel next) {
            return next.startCall(method, request, note(method, options), handler);
        }

        @Override
        public ClientStream openStream(Method method, CallOptions options, StreamReceiver receiver, RpcChannel next) {
            return next.openStream(method, note(method, options), receiver);
        }

        @Override
        public ClientStream openStream(
                Method method, MessageWriter request, CallOptions options, StreamReceiver receiver, RpcChannel next) {
            return next.openStream(method, request, note(method, options), receiver);
        }

        @Override
        public SendResult oneWay(Method method, MessageWriter message, CallOptions options, RpcChannel next) {
            return next.oneWay(method, message, note(method, options));
        }
    }

    @Test
    void everyCall_goesThroughAll() throws Exception {
        Streams streams = new Streams();
        try (Pair pair = new Pair(Variant.NIO_SAFE, server -> server.service(streams.service()), client -> client)) {
            RpcChannel channel =
                    pair.connection.intercepted(new Noting("inner")).intercepted(new Noting("outer"));
            Outcome first = new Outcome();
            channel.call(Echo.ON_LOOP, Echo.number(1), Pair.LONG, first);
            assertThat(first.reply()).startsWith(1);
            assertThat(BlockingCall.<Long>call(
                            channel, Echo.ON_WORKERS, Echo.number(2), PLAIN, reply -> reply.readFixed64()))
                    .isEqualTo(2);
            channel.oneWay(Echo.SINK, Echo.number(3));
            Received received = new Received();
            channel.openStream(Streams.park(Execution.WORKERS), 0, received);
            Await.until("parked", () -> !streams.parked.isEmpty());
            assertThat(streams.parked.element().metadata()).isEqualTo(WORD);
            streams.parked.remove().complete();
            received.assertCompleted();
            Await.until("sunk", () -> !pair.echo.sunkBeside.isEmpty());
            assertThat(pair.echo.sunkBeside).containsExactly(WORD);
            assertThat(seen)
                    .containsExactly(
                            "outer OnLoop",
                            "inner OnLoop",
                            "outer OnWorkers",
                            "inner OnWorkers",
                            "outer Sink",
                            "inner Sink",
                            "outer Parkworkers",
                            "inner Parkworkers");
        }
    }

    @Test
    void interceptor_mayAnswerByItself() throws Exception {
        try (Pair pair = new Pair(Variant.NIO_SAFE)) {
            RpcChannel closed = pair.connection.intercepted(new ClientInterceptor() {
                @Override
                public CallHandle startCall(
                        Method method,
                        MessageWriter request,
                        CallOptions options,
                        ReplyHandler handler,
                        RpcChannel next) {
                    handler.onFailure(new Status(StatusCode.UNAVAILABLE, true, "breaker: open"));
                    return reason -> {};
                }
            });
            Outcome outcome = new Outcome();
            closed.call(Echo.ON_LOOP, Echo.number(1), PLAIN, outcome);
            outcome.assertFailed(StatusCode.UNAVAILABLE, true, "breaker");
            assertThat(pair.server.stats().calls()).isZero();
            // One that changes nothing hands everything on.
            Outcome passed = new Outcome();
            pair.connection.intercepted(new ClientInterceptor() {}).call(Echo.ON_LOOP, Echo.number(4), PLAIN, passed);
            assertThat(passed.reply()).startsWith(4);
        }
    }
}
