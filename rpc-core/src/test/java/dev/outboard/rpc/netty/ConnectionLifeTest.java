package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.DrainReport;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.frame.FrameType;
import dev.outboard.rpc.frame.GoAwayCode;
import dev.outboard.rpc.frame.StatusWord;
import dev.outboard.rpc.hostile.RawPeer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How long a connection lives: keepalive, age, idleness, and the calls that cross a GOAWAY. */
final class ConnectionLifeTest {
    private static final Duration SHORT = Duration.ofMillis(30);
    /** Where something has to happen before. */
    private static final Duration LONGER = Duration.ofMillis(700);

    private static Pair pair(Limits server) {
        return new Pair(Variant.NIO_SAFE, builder -> builder.limits(server), client -> client);
    }

    @Test
    void silentPeer_thatAnswersPings_stays() throws Exception {
        Limits limits = Limits.defaults().withKeepaliveInterval(SHORT).withKeepaliveTimeout(Pair.LONG);
        try (Pair pair = pair(limits);
                RawPeer peer = RawPeer.greeted(pair.server.port())) {
            for (int i = 0; i < 5; i++) {
                RawPeer.Frame ping = peer.read();
                assertThat(ping.type()).isEqualTo(FrameType.PING);
                peer.send(RawPeer.frame(FrameType.PONG, 0, 0, 0, ping.body()));
            }
            peer.define(1, Echo.ON_LOOP);
            peer.request(1, 1, new byte[] {42});
            RawPeer.Frame next = peer.read();
            while (next.type() == FrameType.PING) {
                next = peer.read();
            }
            assertThat(next.body()).containsExactly(42);
        }
    }

    @Test
    void silentPeer_thatDoesNotAnswer_isClosed() throws Exception {
        Limits limits = Limits.defaults().withKeepaliveInterval(SHORT).withKeepaliveTimeout(LONGER);
        try (Pair pair = pair(limits);
                RawPeer peer = RawPeer.greeted(pair.server.port())) {
            assertThat(peer.read().type()).isEqualTo(FrameType.PING);
            assertThat(peer.read()).isNull();
            Await.until("counted", () -> pair.server.stats().closedByFault().containsKey("keepalive-timeout"));
            // A client of ours answers by itself.
            assertThat(pair.call(Echo.ON_LOOP, Echo.number(3)).reply()).startsWith(3);
        }
    }

    @Test
    void clientAsksItsServer_andGivesUpOne_thatIsDead() throws Exception {
        Limits limits = Limits.defaults().withKeepaliveInterval(SHORT).withKeepaliveTimeout(LONGER);
        try (SilentServer silent = new SilentServer();
                Pair pair = new Pair(Variant.NIO_SAFE, server -> server, client -> client.limits(limits))) {
            ClientConnection connection = pair.client.connect("127.0.0.1", silent.port());
            Outcome outcome = new Outcome();
            connection.call(Echo.ON_LOOP, Echo.number(1), Pair.LONG, outcome);
            outcome.assertFailed(StatusCode.UNAVAILABLE, false, "keepalive-timeout");
            // The real one answers.
            Await.until(
                    "some pings", () -> pair.call(Echo.ON_LOOP, Echo.number(1)).isDone());
            assertThat(pair.connection.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"NIO_SAFE", "NIO_UNSAFE_TLS"})
    void oldConnection_isSentAway_andItsCallsEnd(Variant variant) throws Exception {
        Limits limits = Limits.defaults().withMaxConnectionAge(LONGER);
        try (Pair pair = new Pair(variant, server -> server.limits(limits), client -> client)) {
            Outcome parked = pair.call(Echo.PARKED, Echo.number(1));
            Await.until("told to go", pair.connection::isDraining);
            pair.echo.endParked(Echo::echo);
            assertThat(parked.reply()).startsWith(1);
            Await.until("gone", () -> !pair.connection.isOpen());
            assertThat(pair.server.stats().sentAway()).isEqualTo(1);
        }
    }

    @Test
    void idleConnection_isSentAway_butNoneThatIsUsed() throws Exception {
        Limits limits = Limits.defaults().withMaxConnectionIdle(LONGER);
        try (Pair pair = pair(limits)) {
            Outcome parked = pair.call(Echo.PARKED, Echo.number(1));
            ClientConnection other = pair.client.connect("localhost", pair.server.port());
            Await.until("told to go", () -> !other.isOpen());
            assertThat(pair.connection.isDraining()).isFalse();
            pair.echo.endParked(Echo::echo);
            assertThat(parked.reply()).startsWith(1);
            Await.until("told to go, too", () -> !pair.connection.isOpen());
        }
    }

    @Test
    void clientThatStays_isCutOff() throws Exception {
        Limits limits = Limits.defaults().withMaxConnectionAge(SHORT).withGoAwayGrace(SHORT);
        try (Pair pair = pair(limits);
                RawPeer peer = RawPeer.greeted(pair.server.port())) {
            RawPeer.Frame goAway = peer.read();
            assertThat(goAway.type()).isEqualTo(FrameType.GOAWAY);
            assertThat(goAway.aux16()).isEqualTo(GoAwayCode.DRAIN.ordinal());
            assertThat(peer.read()).isNull();
        }
    }

    @Test
    void drain_countsWhatEndedAndWhatCameTooLate() throws Exception {
        try (Pair pair = pair(Limits.defaults());
                RawPeer peer = RawPeer.greeted(pair.server.port())) {
            peer.define(1, Echo.PARKED);
            peer.define(2, Echo.ON_LOOP);
            peer.request(1, 1, new byte[8]);
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            CompletableFuture<DrainReport> report = CompletableFuture.supplyAsync(() -> pair.server.drain(Pair.LONG));
            assertThat(peer.read().type()).isEqualTo(FrameType.GOAWAY);
            peer.request(2, 2, new byte[8]);
            assertThat(peer.read().aux16()).isEqualTo(StatusWord.of(StatusCode.UNAVAILABLE, true));
            pair.echo.endParked(Echo::echo);
            assertThat(peer.read().aux16()).isEqualTo(StatusWord.OK);
            peer.finish();
            DrainReport told = report.get();
            assertThat(told.completedCalls()).isEqualTo(1);
            assertThat(told.movedCalls()).isEqualTo(1);
            assertThat(told.abandonedCalls()).isZero();
        }
    }

    @Test
    void limits_areZeroOrAMillisecond() {
        assertThat(Limits.defaults().withMaxConnectionAge(Duration.ZERO).maxConnectionAge())
                .isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Limits.defaults().withKeepaliveInterval(Duration.ofNanos(1)))
                .withMessageContaining("keepaliveInterval: PT0.000000001S");
    }
}
