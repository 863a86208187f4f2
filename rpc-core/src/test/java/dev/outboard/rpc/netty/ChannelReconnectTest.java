package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.DrainReport;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.channel.ChannelState;
import dev.outboard.rpc.channel.LoadBalancer;
import dev.outboard.rpc.channel.ManagedChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that are lost, refused, drained, and come back. */
@ParameterizedClass
@EnumSource(names = {"EPOLL_UNSAFE", "NIO_SAFE_TLS"})
final class ChannelReconnectTest {
    private static final Duration BACKOFF = Duration.ofSeconds(1);

    private final Variant variant;

    ChannelReconnectTest(Variant variant) {
        this.variant = variant;
    }

    @Test
    void firstCall_connects() throws Exception {
        try (Cluster cluster = new Cluster(variant, 1);
                ManagedChannel channel = cluster.channel().build()) {
            assertThat(channel.state()).isEqualTo(ChannelState.IDLE);
            assertThat(Cluster.call(channel, Echo.ON_WORKERS, Echo.number(7)).reply())
                    .hasSize(8);
            assertThat(channel.state()).isEqualTo(ChannelState.READY);
        }
    }

    @Test
    void endpointThatDies_comesBack() throws Exception {
        try (Cluster cluster = new Cluster(variant, 1);
                ManagedChannel channel = cluster.connected(cluster.channel())) {
            cluster.stop(0);
            cluster.until(channel, ChannelState.TRANSIENT_FAILURE);
            Outcome refused = Cluster.call(channel, Echo.ON_WORKERS, Echo.number(1));
            cluster.until(refused);
            refused.assertFailed(StatusCode.UNAVAILABLE, true, "none connected");
            cluster.restart(0);
            cluster.time.advance(BACKOFF);
            cluster.until(channel, ChannelState.READY);
            assertThat(Cluster.call(channel, Echo.ON_WORKERS, Echo.number(2)).reply())
                    .hasSize(8);
        }
    }

    @Test
    void backoff_growsAndIsResetBySuccess() {
        try (Cluster cluster = new Cluster(variant, 1);
                ManagedChannel channel = cluster.channel().build()) {
            cluster.stop(0);
            channel.connect();
            awaitFailures(cluster, channel, 1);
            cluster.time.advance(BACKOFF);
            awaitFailures(cluster, channel, 2);
            cluster.time.advance(Duration.ofMillis(1500));
            assertThat(Cluster.endpoint(channel, 0).connectAttempts()).isEqualTo(2);
            cluster.restart(0);
            cluster.time.advance(Duration.ofMillis(100));
            cluster.until(channel, ChannelState.READY);
            cluster.time.advance(BACKOFF); // it has held for as long as the first wait
            cluster.stop(0);
            cluster.until(
                    "another try, at once", () -> Cluster.endpoint(channel, 0).connectAttempts() == 4);
            cluster.until(channel, ChannelState.TRANSIENT_FAILURE);
            cluster.restart(0);
            cluster.time.advance(BACKOFF);
            cluster.until(channel, ChannelState.READY);
        }
    }

    @Test
    void pickFirst_goesOnToTheNextAddress() throws Exception {
        try (Cluster cluster = new Cluster(variant, 2);
                ManagedChannel channel = cluster.channel().build()) {
            cluster.stop(0);
            assertThat(Cluster.call(channel, Echo.ON_LOOP, Echo.number(1)).reply())
                    .hasSize(8);
            assertThat(Cluster.endpoint(channel, 0).connectFailures()).isEqualTo(1);
            assertThat(Cluster.endpoint(channel, 1).picks()).isEqualTo(1);
        }
    }

    @Test
    void pool_hasAsManyConnectionsAsAskedFor() {
        try (Cluster cluster = new Cluster(variant, 1);
                ManagedChannel channel = cluster.connected(cluster.channel().connectionsPerEndpoint(3))) {
            cluster.until(
                    "three connections", () -> Cluster.endpoint(channel, 0).connections() == 3);
            assertThat(Cluster.endpoint(channel, 0).connectAttempts()).isEqualTo(3);
        }
    }

    @Test
    void drain_movesCallsAtOnceAndEndsThoseInFlight() throws Exception {
        try (Cluster cluster = new Cluster(variant, 2);
                ManagedChannel channel = cluster.connected(cluster.channel().loadBalancer(LoadBalancer.roundRobin()))) {
            cluster.time.advance(BACKOFF);
            Outcome one = Cluster.call(channel, Echo.PARKED, Echo.number(1));
            Outcome two = Cluster.call(channel, Echo.PARKED, Echo.number(2));
            cluster.until("a call on each", () -> cluster.echoes.stream().noneMatch(echo -> echo.parked.isEmpty()));
            CompletableFuture<DrainReport> drain =
                    CompletableFuture.supplyAsync(() -> cluster.servers.get(0).drain(Pair.LONG));
            cluster.until("drained", () -> Cluster.endpoint(channel, 0).drained() == 1);
            for (int i = 0; i < 20; i++) {
                assertThat(Cluster.call(channel, Echo.ON_LOOP, Echo.number(i)).reply())
                        .hasSize(8);
            }
            // A new connection was tried before the old one was gone.
            assertThat(Cluster.endpoint(channel, 0).connectAttempts()).isEqualTo(2);
            assertThat(Cluster.endpoint(channel, 1).picks()).isEqualTo(21);
            cluster.parked(0).complete();
            cluster.parked(1).complete();
            assertThat(drain.join().clean()).isTrue();
            assertThat(one.reply()).isEmpty();
            assertThat(two.reply()).isEmpty();
        }
    }

    @Test
    void listener_hearsEveryStateInOrder() {
        List<ChannelState> states = new CopyOnWriteArrayList<>();
        try (Cluster cluster = new Cluster(variant, 1)) {
            ManagedChannel channel = cluster.connected(cluster.channel().listener(states::add));
            cluster.stop(0);
            cluster.until(channel, ChannelState.TRANSIENT_FAILURE);
            channel.close();
            assertThat(states)
                    .containsExactly(
                            ChannelState.CONNECTING,
                            ChannelState.READY,
                            ChannelState.TRANSIENT_FAILURE,
                            ChannelState.SHUTDOWN);
        }
    }

    @Test
    void close_endsConnectionsAndLeavesTheClientOpen() throws Exception {
        try (Cluster cluster = new Cluster(variant, 1)) {
            ManagedChannel channel = cluster.connected(cluster.channel());
            Outcome inFlight = Cluster.call(channel, Echo.PARKED, Echo.number(1));
            cluster.until("parked", () -> !cluster.echoes.get(0).parked.isEmpty());
            channel.close();
            inFlight.assertFailed(StatusCode.UNAVAILABLE, false, "");
            Outcome late = Cluster.call(channel, Echo.ON_LOOP, Echo.number(2));
            cluster.until(late);
            late.assertFailed(StatusCode.UNAVAILABLE, true, "channel: closed");
            cluster.client.connect("localhost", cluster.ports.get(0)).close();
        }
    }

    private static void awaitFailures(Cluster cluster, ManagedChannel channel, int failures) {
        cluster.until(
                "failures",
                () -> !channel.describe().endpoints().isEmpty()
                        && Cluster.endpoint(channel, 0).connectFailures() == failures);
    }
}
