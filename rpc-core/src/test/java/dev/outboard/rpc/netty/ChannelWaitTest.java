package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.BlockingStream;
import dev.outboard.rpc.CallHandle;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.ClientStream;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.RpcChannel;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.channel.ChannelState;
import dev.outboard.rpc.channel.ManagedChannel;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls and streams that wait for a connection. */
@ParameterizedClass
@EnumSource(names = {"EPOLL_UNSAFE", "NIO_SAFE"})
final class ChannelWaitTest {
    private static final Duration BACKOFF = Duration.ofSeconds(1);

    private final Variant variant;

    ChannelWaitTest(Variant variant) {
        this.variant = variant;
    }

    @Test
    void waitingCall_isAnsweredOnceThereIsAServer() throws Exception {
        try (Cluster cluster = new Cluster(variant, 1);
                ManagedChannel channel = failing(cluster)) {
            Outcome waiting = Cluster.call(channel.waitForReady(), Echo.ON_WORKERS, Echo.number(5));
            assertThat(channel.describe().waitingCalls()).isEqualTo(1);
            assertThat(channel.describe().waitingBytes()).isEqualTo(8);
            cluster.restart(0);
            cluster.time.advance(BACKOFF);
            cluster.until(waiting);
            assertThat(waiting.reply()).containsExactly(5, 0, 0, 0, 0, 0, 0, 0);
            assertThat(channel.describe().waitingBytes()).isZero();
        }
    }

    @Test
    void channelsDefault_isOverruledByAView() throws Exception {
        try (Cluster cluster = new Cluster(variant, 1)) {
            cluster.stop(0);
            ManagedChannel channel = cluster.channel().waitForReady().build();
            Outcome waiting = Cluster.call(channel, Echo.ON_LOOP, Echo.number(1));
            cluster.until(channel, ChannelState.TRANSIENT_FAILURE);
            Outcome failing = Cluster.call(channel.failFast(), Echo.ON_LOOP, Echo.number(1));
            cluster.until(failing);
            failing.assertFailed(StatusCode.UNAVAILABLE, true, "none connected");
            assertThat(waiting.isDone()).isFalse();
            channel.close();
            cluster.until(waiting);
            waiting.assertFailed(StatusCode.UNAVAILABLE, true, "channel: closed");
        }
    }

    @Test
    void waitingCall_endsWithItsDeadline() throws Exception {
        try (Cluster cluster = new Cluster(variant, 1);
                ManagedChannel channel = failing(cluster)) {
            Outcome outcome = new Outcome();
            channel.waitForReady().call(Echo.ON_LOOP, Echo.number(1), Duration.ofMillis(500), outcome);
            cluster.time.advance(Duration.ofMillis(499));
            assertThat(outcome.isDone()).isFalse();
            cluster.time.advance(Duration.ofMillis(1));
            outcome.assertFailed(StatusCode.DEADLINE_EXCEEDED, true, "before it was sent");
            assertThat(channel.describe().waitingCalls()).isZero();
        }
    }

    @Test
    void waitingStream_isCancelledWithItsParent() throws Exception {
        try (Cluster cluster = new Cluster(variant, 1);
                ManagedChannel channel = failing(cluster)) {
            StubParent parent = new StubParent(false);
            CallOptions options = CallOptions.timeoutNanos(0).childOf(parent.call());
            Received received = new Received();
            channel.waitForReady()
                    .openStream(Streams.count(Execution.EVENT_LOOP), out -> out.writeFixed64(1), options, received);
            assertThat(channel.describe().waitingCalls()).isEqualTo(1);
            assertThat(parent.kept).hasValue(1);
            parent.cancel();
            cluster.time.runDue();
            received.assertFailed(StatusCode.CANCELLED, true, "parent: cancelled");
            assertThat(channel.describe().waitingCalls()).isZero();
            assertThat(parent.kept).hasValue(0);
        }
    }

    @Test
    void streamThatFindsAServer_leavesNothingWithItsParent() throws Exception {
        try (Cluster cluster = new Cluster(variant, 1);
                ManagedChannel channel = failing(cluster)) {
            StubParent parent = new StubParent(false);
            CallOptions options = CallOptions.timeoutNanos(0).childOf(parent.call());
            Received received = new Received();
            channel.waitForReady()
                    .openStream(Streams.sum(Execution.EVENT_LOOP), options, received)
                    .end();
            cluster.restart(0);
            cluster.time.advance(BACKOFF);
            received.assertCompleted();
            Await.until("taken back", () -> parent.kept.get() == 0);
            assertThat(parent.put).hasValue(2);
        }
    }

    @Test
    void streamOfAParentThatHasEnded_isNotMade() {
        try (Cluster cluster = new Cluster(variant, 1);
                ManagedChannel channel = failing(cluster)) {
            CallOptions options = CallOptions.timeoutNanos(0).childOf(new StubParent(true).call());
            assertThatThrownBy(() -> channel.waitForReady()
                            .openStream(Streams.sum(Execution.EVENT_LOOP), options, new Received()))
                    .hasMessageContaining("ended already");
            assertThat(channel.describe().waitingCalls()).isZero();
        }
    }

    @Test
    void waitingCall_canBeCancelled() throws Exception {
        try (Cluster cluster = new Cluster(variant, 1);
                ManagedChannel channel = failing(cluster)) {
            Outcome outcome = new Outcome();
            CallHandle call =
                    channel.waitForReady().startCall(Echo.ON_LOOP, Echo.number(1), Pair.LONG.toNanos(), outcome);
            call.cancel("enough");
            call.cancel("again");
            cluster.time.runDue();
            outcome.assertFailed(StatusCode.CANCELLED, true, "enough");
            assertThat(outcome.told).hasValue(1);
            assertThat(channel.describe().waitingCalls()).isZero();
        }
    }

    @Test
    void callsBeyondTheLimits_areRefused() throws Exception {
        try (Cluster cluster = new Cluster(variant, 1)) {
            cluster.stop(0);
            try (ManagedChannel channel =
                    cluster.channel().waitForReady().waitingLimits(3, 20).build()) {
                Cluster.call(channel, Echo.ON_LOOP, Echo.number(1));
                Cluster.call(channel, Echo.ON_LOOP, Echo.number(2));
                Outcome third = Cluster.call(channel, Echo.ON_LOOP, Echo.number(3));
                cluster.until(third);
                third.assertFailed(StatusCode.RESOURCE_EXHAUSTED, true, "full");
            }
        }
    }

    @Test
    void stream_opensOnceThereIsAServer() throws Exception {
        try (Cluster cluster = new Cluster(variant, 1);
                ManagedChannel channel = failing(cluster)) {
            Received received = new Received();
            ClientStream stream = channel.waitForReady().openStream(Streams.echo(Execution.WORKERS), 0, received);
            assertThat(stream.send(Echo.number(1))).isEqualTo(SendResult.NOT_READY);
            cluster.restart(0);
            cluster.time.advance(BACKOFF);
            received.send(stream, Echo.number(1));
            stream.end();
            received.assertCompleted();
            assertThat(received.messages).hasSize(1);
        }
    }

    @Test
    void streamWithARequest_opensOnceThereIsAServer() throws Exception {
        try (Cluster cluster = new Cluster(variant, 1);
                ManagedChannel channel = cluster.channel().build()) {
            Received received = new Received();
            channel.openStream(
                    Streams.count(Execution.EVENT_LOOP),
                    out -> {
                        out.writeFixed32(4);
                        out.writeFixed32(0);
                    },
                    0,
                    received);
            received.assertCompleted();
            assertThat(received.messages).hasSize(4);
        }
    }

    @Test
    void blockingStream_waitsForTheConnection() throws Exception {
        try (Cluster cluster = new Cluster(variant, 1);
                ManagedChannel channel = cluster.channel().build();
                BlockingStream<Long> stream = BlockingStream.open(
                        channel,
                        Streams.echo(Execution.WORKERS),
                        CallOptions.timeoutNanos(0),
                        WireReader::readFixed64)) {
            stream.send(Echo.number(9));
            assertThat(stream.next()).isEqualTo(9);
            stream.end();
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void waitingStream_isEndedByItsUserOrTheChannel() throws Exception {
        try (Cluster cluster = new Cluster(variant, 1)) {
            ManagedChannel channel = failing(cluster);
            RpcChannel patient = channel.waitForReady();
            Received cancelled = new Received();
            patient.openStream(Streams.echo(Execution.WORKERS), 0, cancelled).cancel("enough");
            Received closed = new Received();
            patient.openStream(Streams.echo(Execution.WORKERS), 0, closed);
            channel.close();
            cluster.time.runDue();
            cancelled.assertFailed(StatusCode.CANCELLED, true, "enough");
            closed.assertFailed(StatusCode.UNAVAILABLE, true, "channel: closed");
        }
    }

    @Test
    void oneWay_neverWaits() {
        try (Cluster cluster = new Cluster(variant, 1);
                ManagedChannel channel = cluster.channel().build()) {
            assertThat(channel.waitForReady().oneWay(Echo.SINK, Echo.number(1))).isEqualTo(SendResult.CLOSED);
            cluster.until(channel, ChannelState.READY); // but it has the channel connect
            assertThat(channel.oneWay(Echo.SINK, Echo.number(2))).isEqualTo(SendResult.ACCEPTED);
            cluster.until("message", () -> cluster.echoes.get(0).sunk.contains(2L));
        }
    }

    private static ManagedChannel failing(Cluster cluster) {
        cluster.stop(0);
        ManagedChannel channel = cluster.channel().build();
        channel.connect();
        cluster.until(channel, ChannelState.TRANSIENT_FAILURE);
        return channel;
    }
}
