package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.rpc.CallHandle;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.StatusCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The transport contract: unary calls that are given up. */
@ParameterizedClass
@EnumSource
final class CancelTransportTest {
    private static final long LONG_NANOS = Pair.LONG.toNanos();

    private final Variant variant;

    CancelTransportTest(Variant variant) {
        this.variant = variant;
    }

    @Test
    void caller_hearsAtOnce_andTheHandlerToo() throws Exception {
        try (Pair pair = new Pair(variant)) {
            Outcome outcome = new Outcome();
            CallHandle call = pair.connection.startCall(Echo.PARKED, Echo.number(1), LONG_NANOS, outcome);
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            ServerCall parked = pair.echo.parked.element();
            CountDownLatch told = new CountDownLatch(1);
            parked.onCancel(told::countDown);
            assertThat(parked.cancelled()).isFalse();
            call.cancel("changed my mind");
            outcome.assertFailed(StatusCode.CANCELLED, false, "changed my mind");
            assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(parked.cancelled()).isTrue();
            AtomicInteger late = new AtomicInteger();
            parked.onCancel(late::incrementAndGet);
            assertThat(late).hasValue(1);
            // The slot is taken until the handler has ended the call.
            assertThat(pair.connection.callsInFlight()).isEqualTo(1);
            pair.echo.endParked(Echo::echo);
            Await.until("slot", () -> pair.connection.callsInFlight() == 0);
            assertThat(outcome.told).hasValue(1);
            call.cancel("again");
            assertThat(pair.call(Echo.ON_LOOP, Echo.number(2)).reply()).startsWith(2);
        }
    }

    @Test
    void callInTheSameSlot_isNotCancelledByAnEarlierHandle() throws Exception {
        try (Pair pair = new Pair(variant)) {
            Outcome first = new Outcome();
            CallHandle call = pair.connection.startCall(Echo.ON_LOOP, Echo.number(1), LONG_NANOS, first);
            first.reply();
            Outcome second = pair.call(Echo.PARKED, Echo.number(2));
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            call.cancel("late");
            assertThat(pair.call(Echo.ON_LOOP, Echo.number(3)).reply()).startsWith(3);
            assertThat(pair.echo.parked.element().cancelled()).isFalse();
            pair.echo.endParked(Echo::echo);
            assertThat(second.reply()).startsWith(2);
        }
    }

    @Test
    void callThatWaitsForAWorker_isNotRun() throws Exception {
        try (Pair pair = new Pair(variant, server -> server.workers(1), client -> client)) {
            Outcome held = pair.call(Echo.HELD, Echo.number(1));
            pair.echo.held.await();
            Outcome outcome = new Outcome();
            CallHandle call = pair.connection.startCall(Echo.THROWING, Echo.number(1), LONG_NANOS, outcome);
            // It is with the server once a later call has been answered.
            pair.call(Echo.ON_LOOP, Echo.number(1)).reply();
            call.cancel("");
            outcome.assertFailed(StatusCode.CANCELLED, false, "");
            pair.call(Echo.ON_LOOP, Echo.number(1)).reply();
            pair.echo.gate.countDown();
            held.reply();
            Await.until("slot", () -> pair.connection.callsInFlight() == 0);
            assertThat(pair.server.stats().failures()).isZero();
        }
    }

    @Test
    void connectionThatGoes_isACancel() throws Exception {
        try (Pair pair = new Pair(variant)) {
            Outcome outcome = pair.call(Echo.PARKED, Echo.number(1));
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            ServerCall parked = pair.echo.parked.element();
            CountDownLatch told = new CountDownLatch(1);
            parked.onCancel(told::countDown);
            pair.connection.close();
            assertThat(told.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(parked.cancelled()).isTrue();
            outcome.assertFailed(StatusCode.UNAVAILABLE, false, "closed");
        }
    }

    @Test
    void nextCallOfASlot_knowsNothingOfTheLast() throws Exception {
        try (Pair pair = new Pair(variant)) {
            AtomicInteger told = new AtomicInteger();
            Outcome first = new Outcome();
            CallHandle call = pair.connection.startCall(Echo.PARKED, Echo.number(1), LONG_NANOS, first);
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            pair.echo.parked.element().onCancel(told::incrementAndGet);
            pair.echo.endParked(Echo::echo);
            first.reply();
            call.cancel("late");
            Outcome second = pair.call(Echo.PARKED, Echo.number(2));
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            assertThat(pair.echo.parked.element().cancelled()).isFalse();
            pair.echo.endParked(Echo::echo);
            assertThat(second.reply()).startsWith(2);
            assertThat(told).hasValue(0);
        }
    }

    @Test
    void callOnAClosedConnection_failsOnceAndCannotBeCancelled() throws Exception {
        try (Pair pair = new Pair(variant)) {
            pair.connection.close();
            Await.until("closed", () -> !pair.connection.isOpen());
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Outcome outcome = new Outcome();
                outcomes.add(outcome);
                pair.connection
                        .startCall(Echo.ON_LOOP, Echo.number(1), LONG_NANOS, outcome)
                        .cancel("too late");
                outcome.assertFailed(StatusCode.UNAVAILABLE, true, "closed");
            }
            // The loop has done what it was told before the last call failed.
            outcomes.remove(19);
            assertThat(outcomes).allMatch(outcome -> outcome.told.get() == 1);
        }
    }

    @Test
    void callThatCannotBeSent_failsAndCannotBeCancelled() throws Exception {
        try (Pair pair = new Pair(variant)) {
            Outcome outcome = new Outcome();
            CallHandle call = pair.connection.startCall(
                    Echo.ON_LOOP, out -> out.writeRaw(new byte[5 << 20], 0, 5 << 20), LONG_NANOS, outcome);
            call.cancel("");
            outcome.assertFailed(StatusCode.RESOURCE_EXHAUSTED, true, "too long");
            assertThatThrownBy(() -> pair.connection.startCall(Echo.ON_LOOP, out -> {}, 0, outcome))
                    .hasMessageContaining("timeoutNanos: 0");
            assertThat(outcome.told).hasValue(1);
        }
    }
}
