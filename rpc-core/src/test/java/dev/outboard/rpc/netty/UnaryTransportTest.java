package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.rpc.Limits;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The transport contract: unary calls. */
@ParameterizedClass
@EnumSource
final class UnaryTransportTest {
    private final Variant variant;

    UnaryTransportTest(Variant variant) {
        this.variant = variant;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 4096, 4097, 40_000, 64 << 10})
    void echo_ofAnySize_returnsTheBytes(int length) throws Exception {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        try (Pair pair = new Pair(variant)) {
            for (Method method : List.of(Echo.ON_LOOP, Echo.ON_WORKERS, Echo.IN_ORDER)) {
                assertThat(pair.call(method, out -> out.writeRaw(bytes, 0, length))
                                .reply())
                        .as(method.fullName())
                        .isEqualTo(bytes);
            }
        }
    }

    @Test
    void calls_fromManyThreads_areEachAnsweredOnce() throws Exception {
        try (Pair pair = new Pair(variant)) {
            List<Thread> threads = new ArrayList<>();
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                List<Outcome> mine = new ArrayList<>();
                for (int n = 0; n < 50; n++) {
                    mine.add(new Outcome());
                }
                outcomes.addAll(mine);
                threads.add(new Thread(() -> mine.forEach(
                        outcome -> pair.connection.call(Echo.ON_WORKERS, Echo.number(7), Pair.LONG, outcome))));
            }
            threads.forEach(Thread::start);
            for (Outcome outcome : outcomes) {
                assertThat(outcome.reply()).hasSize(8);
            }
            assertThat(outcomes).allMatch(outcome -> outcome.told.get() == 1);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    @Test
    void calls_chainedOnTheLoop_allComeBack() throws Exception {
        try (Pair pair = new Pair(variant)) {
            CountDownLatch done = new CountDownLatch(20_000);
            Chain.start(pair.connection, Echo.ON_LOOP, 64, done);
            done.await();
            Chain.start(pair.connection, Echo.ON_WORKERS, 64, new CountDownLatch(0));
            assertThat(pair.server.stats().closedByFault()).isEmpty();
        }
    }

    @Test
    void handlerThatReturnsFirst_mayEndTheCallOnAnyThread() throws Exception {
        try (Pair pair = new Pair(variant)) {
            Outcome outcome = pair.call(Echo.PARKED, Echo.number(5));
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            pair.call(Echo.ON_LOOP, Echo.number(6)).reply();
            Echo.echo(pair.echo.parked.remove());
            assertThat(outcome.reply()).containsExactly(5, 0, 0, 0, 0, 0, 0, 0);
        }
    }

    @Test
    void halfWrittenReply_isFinishedAfterOthers() throws Exception {
        try (Pair pair = new Pair(variant)) {
            Outcome half = pair.call(Echo.HALF, Echo.number(1));
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            assertThat(pair.call(Echo.ON_LOOP, Echo.number(6)).reply()).startsWith(6);
            ServerCall call = pair.echo.parked.remove();
            call.reply().writeFixed32(2);
            call.complete();
            assertThat(half.reply()).containsExactly(1, 0, 0, 0, 2, 0, 0, 0);
        }
    }

    @Test
    void call_endedTwice_throws() throws Exception {
        try (Pair pair = new Pair(variant)) {
            Outcome outcome = pair.call(Echo.PARKED, Echo.number(1));
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            ServerCall call = pair.echo.parked.remove();
            call.complete();
            assertThatThrownBy(call::complete).isInstanceOf(IllegalStateException.class);
            assertThat(outcome.reply()).isEmpty();
        }
    }

    @Test
    void handlerThatThrows_failsTheCallWithoutItsText() throws Exception {
        try (Pair pair = new Pair(variant)) {
            for (Method method : List.of(Echo.THROWING, Echo.THROWING_ON_LOOP)) {
                Outcome outcome = pair.call(method, Echo.number(1));
                outcome.assertFailed(StatusCode.INTERNAL, false, method.fullName());
                assertThat(outcome.failure().message()).doesNotContain("secret");
            }
            assertThat(pair.server.stats().failures()).isEqualTo(2);
        }
    }

    @Test
    void malformedRequest_isTheCallersFault() throws Exception {
        try (Pair pair = new Pair(variant)) {
            pair.call(Echo.MALFORMED, out -> out.writeBool(true))
                    .assertFailed(StatusCode.INVALID_ARGUMENT, false, "cut off");
        }
    }

    @Test
    void unknownMethod_isUnimplemented() throws Exception {
        try (Pair pair = new Pair(variant)) {
            pair.call(Echo.MISSING, Echo.number(1))
                    .assertFailed(StatusCode.UNIMPLEMENTED, true, Echo.MISSING.fullName());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5_000, 900_000})
    void replyOverTheClientsLimit_isRefusedAndSaysSo(int length) throws Exception {
        Limits limits = Limits.defaults().withMaxFrameBytes(4096).withMaxMessageBytes(4096);
        try (Pair pair = new Pair(variant, server -> server, client -> client.limits(limits))) {
            pair.call(Echo.SIZED, Echo.size(length)).assertFailed(StatusCode.RESOURCE_EXHAUSTED, false, "4096");
            assertThat(pair.call(Echo.SIZED, Echo.size(4096)).reply()).hasSize(4096);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5_000, 900_000})
    void requestOverTheServersLimit_isNotSent(int length) throws Exception {
        Limits limits = Limits.defaults().withMaxFrameBytes(4096).withMaxMessageBytes(4096);
        try (Pair pair = new Pair(variant, server -> server.limits(limits), client -> client)) {
            pair.call(Echo.ON_LOOP, out -> out.writeRaw(new byte[length], 0, length))
                    .assertFailed(StatusCode.RESOURCE_EXHAUSTED, true, "4096");
            assertThat(pair.call(Echo.ON_LOOP, out -> out.writeRaw(new byte[4096], 0, 4096))
                            .reply())
                    .hasSize(4096);
        }
    }

    @Test
    void callsOverTheServersLimit_areNotSent() throws Exception {
        Limits limits = Limits.defaults().withMaxConcurrentCalls(2);
        try (Pair pair = new Pair(variant, server -> server.limits(limits), client -> client)) {
            Outcome first = pair.call(Echo.PARKED, Echo.number(1));
            Outcome second = pair.call(Echo.PARKED, Echo.number(2));
            pair.call(Echo.PARKED, Echo.number(3)).assertFailed(StatusCode.RESOURCE_EXHAUSTED, true, "calls");
            Await.until("parked", () -> pair.echo.parked.size() == 2);
            pair.echo.endParked(Echo::echo);
            assertThat(first.reply()).startsWith(1);
            assertThat(second.reply()).startsWith(2);
        }
    }

    @Test
    void requestThatThrows_isNotSentAndReachesTheCaller() throws Exception {
        try (Pair pair = new Pair(variant)) {
            assertThatThrownBy(() -> pair.call(Echo.ON_LOOP, out -> {
                        out.writeFixed64(1);
                        throw new IllegalStateException("mine");
                    }))
                    .hasMessage("mine");
            assertThat(pair.call(Echo.ON_LOOP, Echo.number(2)).reply()).startsWith(2);
            assertThat(pair.server.stats().calls()).isEqualTo(1);
        }
    }

    @Test
    void timeoutThatIsNotPositive_isRefused() {
        try (Pair pair = new Pair(variant)) {
            assertThatThrownBy(() -> pair.call(Echo.ON_LOOP, Echo.number(1), Duration.ZERO))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
