package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.StatusCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The transport contract: deadlines, full queues, and calls whose connection ends. */
@ParameterizedClass
@EnumSource
final class DeadlineTransportTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    private final Variant variant;
    /** A clock that a test moves; it starts where the sign changes soon. */
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000);

    DeadlineTransportTest(Variant variant) {
        this.variant = variant;
    }

    @Test
    void deadline_reachesTheCallerWhateverTheServerDoes() throws Exception {
        try (Pair pair = new Pair(variant, server -> server, client -> client.clock(now::get))) {
            Outcome outcome = pair.call(Echo.PARKED, Echo.number(1), SHORT);
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            now.addAndGet(SHORT.toNanos());
            outcome.assertFailed(StatusCode.DEADLINE_EXCEEDED, false, "deadline");
            assertThat(pair.connection.callsInFlight()).isEqualTo(1);
        }
    }

    @Test
    void lateReply_freesTheSlotAndIsHeardByNobody() throws Exception {
        try (Pair pair = new Pair(variant, server -> server, client -> client.clock(now::get))) {
            Outcome late = pair.call(Echo.PARKED, Echo.number(1), SHORT);
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            now.addAndGet(SHORT.toNanos());
            late.failure();
            pair.echo.endParked(Echo::echo);
            Await.until("slot", () -> pair.connection.callsInFlight() == 0);
            assertThat(late.told).hasValue(1);
            assertThat(pair.call(Echo.ON_LOOP, Echo.number(2)).reply()).startsWith(2);
        }
    }

    @Test
    void deadline_isKnownToTheHandler() throws Exception {
        try (Pair pair = new Pair(variant)) {
            Outcome outcome = pair.call(Echo.PARKED, Echo.number(1), Duration.ofSeconds(30));
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            ServerCall call = pair.echo.parked.remove();
            assertThat(Duration.ofNanos(call.remainingNanos()))
                    .isPositive()
                    .isLessThanOrEqualTo(Duration.ofSeconds(30).plusNanos(100_000));
            assertThat(call.expired()).isFalse();
            call.fail(StatusCode.ABORTED, "as asked");
            outcome.assertFailed(StatusCode.ABORTED, false, "as asked");
        }
    }

    @Test
    void callThatExpiresInTheQueue_isNotRun() throws Exception {
        try (Pair pair = new Pair(variant, server -> server.workers(1).clock(now::get), client -> client)) {
            Outcome first = pair.call(Echo.HELD, Echo.number(1));
            pair.echo.held.await();
            Outcome late = pair.call(Echo.THROWING, Echo.number(2));
            Await.until("queued", () -> pair.server.stats().calls() == 2);
            now.addAndGet(Pair.LONG.plusMillis(1).toNanos());
            pair.echo.gate.countDown();
            assertThat(first.reply()).startsWith(1);
            late.assertFailed(StatusCode.DEADLINE_EXCEEDED, true, "queue");
            assertThat(pair.server.stats().expired()).isEqualTo(1);
            assertThat(pair.server.stats().failures()).isZero();
        }
    }

    @Test
    void fullWorkers_refuseAndSayThatNothingWasDone() throws Exception {
        try (Pair pair = new Pair(variant, server -> server.workers(1).workerQueue(2), client -> client)) {
            List<Outcome> accepted = new ArrayList<>();
            accepted.add(pair.call(Echo.HELD, Echo.number(1)));
            pair.echo.held.await();
            accepted.add(pair.call(Echo.HELD, Echo.number(2)));
            accepted.add(pair.call(Echo.ON_WORKERS, Echo.number(3)));
            Outcome refused = pair.call(Echo.ON_WORKERS, out -> out.writeRaw(new byte[5000], 0, 5000));
            refused.assertFailed(StatusCode.RESOURCE_EXHAUSTED, true, "queue");
            assertThat(pair.call(Echo.ON_LOOP, Echo.number(4)).reply()).startsWith(4);
            assertThat(pair.server.stats().rejected()).isEqualTo(1);
            pair.echo.gate.countDown();
            for (Outcome outcome : accepted) {
                assertThat(outcome.reply()).hasSize(8);
            }
        }
    }

    @Test
    void connectionThatEndsMidCall_failsItWithoutAPromise() throws Exception {
        try (Pair pair = new Pair(variant)) {
            Outcome outcome = pair.call(Echo.HELD, Echo.number(1));
            pair.echo.held.await();
            pair.server.stats();
            pair.connection.close();
            outcome.assertFailed(StatusCode.UNAVAILABLE, false, "closed by this end");
            assertThat(pair.connection.isOpen()).isFalse();
        }
    }

    @Test
    void callOnAClosedConnection_isCertainlyNotProcessed() throws Exception {
        try (Pair pair = new Pair(variant)) {
            pair.connection.close();
            Await.until("closed", () -> !pair.connection.isOpen());
            pair.call(Echo.ON_LOOP, Echo.number(1)).assertFailed(StatusCode.UNAVAILABLE, true, "closed");
        }
    }

    @Test
    void serverThatDies_failsTheCallsInFlight() throws Exception {
        try (Pair pair = new Pair(variant)) {
            List<Outcome> outcomes = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                outcomes.add(pair.call(Echo.PARKED, Echo.number(i)));
            }
            Await.until("parked", () -> pair.echo.parked.size() == 10);
            pair.server.close();
            for (Outcome outcome : outcomes) {
                assertThat(outcome.failure().code()).isEqualTo(StatusCode.UNAVAILABLE);
            }
        }
    }
}
