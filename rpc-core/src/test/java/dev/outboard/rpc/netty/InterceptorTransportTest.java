package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.CallHandler;
import dev.outboard.rpc.CallObserver;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Metadata;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerInterceptor;
import dev.outboard.rpc.ServerStream;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamHandler;
import dev.outboard.rpc.StreamListener;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The transport contract: what stands around the handlers. */
@ParameterizedClass
@EnumSource
final class InterceptorTransportTest {
    private static final CallOptions PLAIN = CallOptions.timeout(Pair.LONG);

    private final Variant variant;
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    InterceptorTransportTest(Variant variant) {
        this.variant = variant;
    }

    private ServerInterceptor noting(String name) {
        return new ServerInterceptor() {
            @Override
            public void call(ServerCall call, CallHandler next) {
                seen.add(name + " " + call.method().name());
                next.handle(call);
            }

            @Override
            public StreamListener stream(ServerStream stream, StreamHandler next) {
                seen.add(name + " " + stream.method().name());
                return next.open(stream);
            }
        };
    }

    @Test
    void interceptors_standInTheirOrder() throws Exception {
        Streams streams = new Streams();
        try (Pair pair = new Pair(
                variant,
                server -> server.service(streams.service().intercepted(noting("inner")))
                        .interceptor(noting("first"))
                        .interceptor(noting("second")),
                client -> client)) {
            pair.call(Echo.ON_LOOP, Echo.number(1)).reply();
            pair.call(Echo.ON_WORKERS, Echo.number(1)).reply();
            Received received = new Received();
            Method echo = Streams.echo(Execution.WORKERS);
            pair.connection.openStream(echo, 0, received).end();
            received.assertCompleted();
            assertThat(seen)
                    .containsExactly(
                            "first OnLoop",
                            "second OnLoop",
                            "first OnWorkers",
                            "second OnWorkers",
                            "first " + echo.name(),
                            "second " + echo.name(),
                            "inner " + echo.name());
        }
    }

    @Test
    void interceptor_mayEndACallByItsMetadata() throws Exception {
        ServerInterceptor gate = new ServerInterceptor() {
            @Override
            public void call(ServerCall call, CallHandler next) {
                if ("sesame".equals(call.metadata().text("word"))) {
                    next.handle(call);
                } else {
                    call.fail(StatusCode.UNAUTHENTICATED, "word: another (expected: the right one)");
                }
            }
        };
        try (Pair pair = new Pair(variant, server -> server.interceptor(gate), client -> client)) {
            Outcome refused = pair.call(Echo.ON_LOOP, Echo.number(1));
            refused.assertFailed(StatusCode.UNAUTHENTICATED, false, "word");
            Outcome let = new Outcome();
            pair.connection.call(Echo.ON_LOOP, Echo.number(7), PLAIN.withMetadata(Metadata.of("word", "sesame")), let);
            assertThat(let.reply()).startsWith(7);
        }
    }

    @Test
    void interceptorThatThrows_failsItsCall() throws Exception {
        ServerInterceptor broken = new ServerInterceptor() {
            @Override
            public void call(ServerCall call, CallHandler next) {
                throw new IllegalStateException("secret");
            }
        };
        try (Pair pair = new Pair(variant, server -> server.interceptor(broken), client -> client)) {
            pair.call(Echo.ON_LOOP, Echo.number(1)).assertFailed(StatusCode.INTERNAL, false, "threw");
            pair.call(Echo.ON_WORKERS, Echo.number(1)).assertFailed(StatusCode.INTERNAL, false, "threw");
        }
    }

    @Test
    void authorizer_decidesOncePerMethod() throws Exception {
        Streams streams = new Streams();
        Queue<Method> asked = new ConcurrentLinkedQueue<>();
        try (Pair pair = new Pair(
                variant,
                server -> server.service(streams.service()).authorizer((connection, method) -> {
                    asked.add(method);
                    if (method.equals(Echo.ON_WORKERS)) {
                        throw new IllegalStateException("of an authorizer");
                    }
                    boolean mayCall = method.equals(Echo.ON_LOOP);
                    return mayCall
                            ? null
                            : new Status(StatusCode.PERMISSION_DENIED, true, "not for " + connection.id());
                }),
                client -> client)) {
            for (int i = 0; i < 2; i++) {
                pair.call(Echo.ON_LOOP, Echo.number(1)).reply();
                pair.call(Echo.IN_ORDER, Echo.number(1)).assertFailed(StatusCode.PERMISSION_DENIED, true, "not for 1");
                pair.call(Echo.ON_WORKERS, Echo.number(1))
                        .assertFailed(StatusCode.PERMISSION_DENIED, true, "authorizer: failed");
                pair.call(Echo.MISSING, Echo.number(1)).assertFailed(StatusCode.UNIMPLEMENTED, true, "Missing");
                Received received = new Received();
                pair.connection.openStream(Streams.echo(Execution.WORKERS), 0, received);
                received.assertFailed(StatusCode.PERMISSION_DENIED, true, "not for 1");
            }
            // A method that the server does not have is nobody's secret.
            assertThat(asked)
                    .containsExactly(Echo.ON_LOOP, Echo.IN_ORDER, Echo.ON_WORKERS, Streams.echo(Execution.WORKERS));
        }
    }

    @Test
    void observer_hearsOfEveryEnd() throws Exception {
        Streams streams = new Streams();
        CallObserver observer = call -> seen.add(call.method().name() + " " + call.code() + " " + call.notProcessed()
                + " " + call.requestBytes() + " " + call.replyBytes() + " " + (call.queueNanos() >= 0)
                + (call.runNanos() > 0));
        try (Pair pair =
                new Pair(variant, server -> server.service(streams.service()).observer(observer), client -> client)) {
            pair.call(Echo.ON_LOOP, Echo.number(1)).reply();
            pair.call(Echo.ON_WORKERS, Echo.number(1)).reply();
            pair.call(Echo.THROWING, Echo.number(1)).failure();
            pair.call(Echo.MISSING, Echo.number(1)).failure();
            pair.connection.oneWay(Echo.SINK, Echo.number(1));
            Await.until("sunk", () -> seen.size() == 5);
            Received received = new Received();
            pair.connection.openStream(
                    Streams.count(Execution.WORKERS),
                    out -> Echo.number(2 | 100L << 32).write(out),
                    0,
                    received);
            received.assertCompleted();
            Await.until("stream", () -> seen.size() == 6);
        }
        assertThat(seen.poll()).isEqualTo("OnLoop OK false 8 8 truetrue");
        assertThat(seen.poll()).isEqualTo("OnWorkers OK false 8 8 truetrue");
        assertThat(seen.poll()).startsWith("Throwing INTERNAL false 8 ").endsWith("truetrue");
        assertThat(seen.poll()).startsWith("Missing UNIMPLEMENTED true 8 ").endsWith("truefalse");
        assertThat(seen.poll()).isEqualTo("Sink OK false 8 0 truetrue");
        assertThat(seen.poll()).startsWith("Countworkers OK false 0 240 truetrue");
    }

    @Test
    void observerThatThrows_harmsNobody() throws Exception {
        CallObserver broken = call -> {
            throw new IllegalStateException("of an observer");
        };
        try (Pair pair = new Pair(variant, server -> server.observer(broken), client -> client)) {
            pair.call(Echo.ON_LOOP, Echo.number(1)).reply();
            pair.call(Echo.ON_WORKERS, Echo.number(1)).reply();
        }
    }
}
