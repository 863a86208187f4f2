package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.CallContext;
import dev.outboard.rpc.CallHandler;
import dev.outboard.rpc.CallObserver;
import dev.outboard.rpc.CallSummary;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.ServerInterceptor;
import dev.outboard.rpc.StatusCode;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What observers hear of a call's start, and of ends that nobody is sent. */
@ParameterizedClass
@EnumSource(names = {"NIO_SAFE", "EPOLL_UNSAFE"})
final class CallObserverTest {
    private final Variant variant;
    private final Noting first = new Noting("first");
    private final Noting second = new Noting("second");

    CallObserverTest(Variant variant) {
        this.variant = variant;
    }

    /** Keeps its name and a number with every call, and notes what it is told. */
    private static final class Noting implements CallObserver {
        private final String name;
        private final AtomicInteger started = new AtomicInteger();
        private final Queue<String> ends = new ConcurrentLinkedQueue<>();

        Noting(String name) {
            this.name = name;
        }

        @Override
        public Object started(CallContext call, long queueNanos) {
            assertThat(queueNanos).isNotNegative();
            return name + " " + started.incrementAndGet();
        }

        @Override
        public void ended(CallSummary call) {
            ends.add(call.method().name() + " " + call.code() + " " + call.notProcessed() + " " + call.kept());
        }
    }

    private Pair pair(Streams streams) {
        return new Pair(
                variant,
                server -> server.service(streams.service())
                        .workers(1)
                        .observer(first)
                        .observer(second),
                client -> client);
    }

    @Test
    void eachObserver_getsBackWhatItKept() throws Exception {
        Queue<Object> inHandlers = new ConcurrentLinkedQueue<>();
        ServerInterceptor asking = new ServerInterceptor() {
            @Override
            public void call(ServerCall call, CallHandler next) {
                inHandlers.add(kept(call, first) + ", " + kept(call, second) + ", " + kept(call, ended -> {}));
                next.handle(call);
            }
        };
        try (Pair pair = new Pair(
                variant, server -> server.interceptor(asking).observer(first).observer(second), client -> client)) {
            pair.call(Echo.ON_LOOP, Echo.number(1)).reply();
            pair.call(Echo.ON_WORKERS, Echo.number(1)).reply();
            pair.call(Echo.MISSING, Echo.number(1)).failure();
        }
        assertThat(inHandlers).containsExactly("first 1, second 1, null", "first 2, second 2, null");
        assertThat(first.ends)
                .containsExactly(
                        "OnLoop OK false first 1", "OnWorkers OK false first 2", "Missing UNIMPLEMENTED true null");
        assertThat(second.ends).contains("OnWorkers OK false second 2").hasSize(3);
    }

    private static @Nullable Object kept(CallContext call, CallObserver by) {
        return call.kept(by);
    }

    @Test
    void observerThatThrowsAtTheStart_harmsNobody() throws Exception {
        CallObserver broken = new CallObserver() {
            @Override
            public Object started(CallContext call, long queueNanos) {
                throw new IllegalStateException("of an observer");
            }

            @Override
            public void ended(CallSummary call) {
                throw new IllegalStateException("of an observer");
            }
        };
        try (Pair pair = new Pair(variant, server -> server.observer(broken).observer(second), client -> client)) {
            pair.call(Echo.ON_WORKERS, Echo.number(1)).reply();
        }
        assertThat(second.ends).containsExactly("OnWorkers OK false second 1");
    }

    @Test
    void callThatEndsBehindItsConnection_isToldOf() throws Exception {
        try (Pair pair = pair(new Streams())) {
            pair.call(Echo.PARKED, Echo.number(1));
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            ServerCall call = pair.echo.parked.remove();
            pair.connection.close();
            Await.until("gone", call::cancelled);
            call.complete();
            Await.until("told", () -> !first.ends.isEmpty());
        }
        assertThat(first.ends).containsExactly("Parked OK false first 1");
    }

    @Test
    void callsInTheQueueOfAServerThatCloses_areToldOf() throws Exception {
        try (Pair pair = pair(new Streams())) {
            pair.call(Echo.HELD, Echo.number(1));
            pair.echo.held.await();
            pair.call(Echo.ON_WORKERS, Echo.number(2));
            Await.until("queued", () -> pair.server.stats().queued() == 1);
            pair.server.close();
        }
        assertThat(first.ends)
                .hasSize(2)
                .anyMatch(end -> end.startsWith("Held") && end.endsWith("false first 1"))
                .contains("OnWorkers UNAVAILABLE true null");
    }

    @ParameterizedTest
    @EnumSource(names = {"EVENT_LOOP", "WORKERS"})
    void streamThatAClosingServerLeaves_isToldOfOnce(Execution execution) throws Exception {
        Streams streams = new Streams();
        try (Pair pair = pair(streams)) {
            Received received = new Received();
            pair.connection.openStream(Streams.park(execution), 0, received);
            Await.until("parked", () -> !streams.parked.isEmpty());
            pair.server.close();
            received.assertFailed(StatusCode.UNAVAILABLE, false, "");
        }
        Await.until("told", () -> !first.ends.isEmpty());
        assertThat(first.ends).singleElement().asString().startsWith("Park").endsWith("false first 1");
    }
}
