package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.RpcChannel;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.channel.ManagedChannel;
import dev.outboard.rpc.channel.RetryPolicy;
import org.junit.jupiter.api.Test;

/** Calls that are made for another call, directly and through a channel: what they leave with it. */
final class ChildCallTest {
    private static final Variant VARIANT = Variant.values()[0];

    @Test
    void calls_leaveNothingBehind() throws Exception {
        StubParent parent = new StubParent(false);
        try (Pair pair = new Pair(VARIANT)) {
            for (int i = 0; i < 1_000; i++) {
                call(pair.connection, parent).reply();
            }
            Await.until("untied", () -> parent.kept.get() == 0);
        }
        assertThat(parent.put).hasValue(1_000);
    }

    @Test
    void stream_leavesNothingBehind() throws Exception {
        StubParent parent = new StubParent(false);
        try (Pair pair = new Pair(VARIANT)) {
            Received received = new Received();
            pair.connection.openStream(Streams.echo(Execution.EVENT_LOOP), options(parent), received);
            Await.until("refused", () -> received.told.get() == 1);
            Await.until("untied", () -> parent.kept.get() == 0);
        }
        assertThat(parent.put).hasValue(1);
    }

    @Test
    void callsOfAChannel_leaveNothingBehind() throws Exception {
        StubParent parent = new StubParent(false);
        try (Cluster cluster = new Cluster(VARIANT, 1);
                ManagedChannel channel =
                        cluster.connected(cluster.channel().policy(Echo.ON_LOOP, RetryPolicy.notProcessed()))) {
            for (int i = 0; i < 100; i++) {
                Outcome outcome = call(channel, parent);
                cluster.until(outcome);
                outcome.reply();
            }
            Await.until("untied", () -> parent.kept.get() == 0);
        }
        assertThat(parent.put.get()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void parentThatHasEnded_refusesThem_andNothingIsSentOrKept() throws Exception {
        StubParent parent = new StubParent(true);
        Outcome never = new Outcome();
        try (Pair pair = new Pair(VARIANT)) {
            assertThatThrownBy(() -> pair.connection.startCall(Echo.PARKED, Echo.number(1), options(parent), never))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(pair.call(Echo.ON_LOOP, Echo.number(2)).reply()).startsWith(2);
            assertThat(pair.echo.parked).isEmpty();
        }
        try (Cluster cluster = new Cluster(VARIANT, 1);
                ManagedChannel channel =
                        cluster.connected(cluster.channel().policy(Echo.PARKED, RetryPolicy.notProcessed()))) {
            assertThatThrownBy(() -> channel.startCall(Echo.PARKED, Echo.number(1), options(parent), never))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(cluster.client.ledger().usedBytes()).isZero();
        }
        assertThat(never.told).hasValue(0);
    }

    @Test
    void writerThatThrows_leavesNothingBehind() throws Exception {
        StubParent parent = new StubParent(false);
        try (Pair pair = new Pair(VARIANT)) {
            assertThatThrownBy(() -> pair.connection.startCall(
                            Echo.ON_LOOP,
                            out -> {
                                throw new IllegalStateException("by the test");
                            },
                            options(parent),
                            new Outcome()))
                    .hasMessage("by the test");
        }
        assertThat(parent.kept).hasValue(0);
    }

    @Test
    void parentThatIsCancelled_cancelsThem() throws Exception {
        try (Pair pair = new Pair(VARIANT)) {
            Outcome ofParent = new Outcome();
            var handle =
                    pair.connection.startCall(Echo.PARKED, Echo.number(1), CallOptions.timeout(Pair.LONG), ofParent);
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            CallOptions options = CallOptions.timeout(Pair.LONG).childOf(pair.echo.parked.element());
            Outcome child = new Outcome();
            pair.connection.startCall(Echo.PARKED, Echo.number(2), options, child);
            handle.cancel("enough");
            child.assertFailed(StatusCode.CANCELLED, false, "parent: cancelled");
        }
    }

    private static Outcome call(RpcChannel channel, StubParent parent) {
        Outcome outcome = new Outcome();
        channel.startCall(Echo.ON_LOOP, Echo.number(1), options(parent), outcome);
        return outcome;
    }

    private static CallOptions options(StubParent parent) {
        return CallOptions.timeout(Pair.LONG).childOf(parent.call());
    }
}
