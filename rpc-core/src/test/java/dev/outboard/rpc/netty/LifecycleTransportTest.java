package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.DrainReport;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.ServerListener;
import dev.outboard.rpc.StatusCode;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The transport contract: opening, draining, closing. */
@ParameterizedClass
@EnumSource
final class LifecycleTransportTest {
    private final Variant variant;

    LifecycleTransportTest(Variant variant) {
        this.variant = variant;
    }

    @Test
    void listener_hearsOfEachConnectionOnce() throws Exception {
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        ServerListener listener = new ServerListener() {
            @Override
            public void connectionOpened(ServerConnection connection) {
                connection.attach("session");
                heard.add("opened " + connection.id());
            }

            @Override
            public void connectionClosed(ServerConnection connection, String reason) {
                heard.add("closed " + connection.id() + " " + connection.attachment() + " " + reason);
            }
        };
        try (Pair pair = new Pair(variant, server -> server.listener(listener), client -> client)) {
            pair.connection.close();
            Await.until("closed", () -> heard.size() == 2);
            assertThat(heard).containsExactly("opened 1", "closed 1 session closed by the peer");
        }
    }

    @Test
    void closeAction_runsOnceAlsoWhenItComesLate() throws Exception {
        try (Pair pair = new Pair(variant)) {
            CountDownLatch early = new CountDownLatch(1);
            pair.connection.onClose(early::countDown);
            pair.connection.close();
            early.await();
            CountDownLatch late = new CountDownLatch(1);
            pair.connection.onClose(late::countDown);
            late.await();
        }
    }

    @Test
    void drain_waitsForTheCallsInFlightAndTakesNoNewOnes() throws Exception {
        try (Pair pair = new Pair(variant)) {
            Outcome inFlight = pair.call(Echo.HELD, Echo.number(1));
            pair.echo.held.await();
            CompletableFuture<DrainReport> report = CompletableFuture.supplyAsync(() -> pair.server.drain(Pair.LONG));
            Await.until("draining", pair.connection::isDraining);
            pair.call(Echo.ON_LOOP, Echo.number(2)).assertFailed(StatusCode.UNAVAILABLE, true, "going away");
            pair.echo.gate.countDown();
            assertThat(inFlight.reply()).startsWith(1);
            assertThat(report.get().clean()).isTrue();
            assertThat(report.get().connections()).isEqualTo(1);
            assertThat(report.get().completedCalls()).isEqualTo(1);
            assertThat(report.get().movedCalls()).isZero();
        }
    }

    @Test
    void drain_tellsClientsItsHint() throws Exception {
        try (Pair pair = new Pair(variant)) {
            assertThat(pair.connection.drainHint()).isEmpty();
            CountDownLatch told = new CountDownLatch(1);
            pair.connection.onDraining(told::countDown);
            assertThat(pair.server
                            .drain(Pair.LONG, "elsewhere:9000, " + "\u00e9".repeat(1_000))
                            .clean())
                    .isTrue();
            told.await();
            // Cut to 1,024 bytes, between characters of two bytes.
            assertThat(pair.connection.drainHint()).isEqualTo("elsewhere:9000, " + "\u00e9".repeat(504));
        }
    }

    @Test
    void drain_thatTakesTooLong_cutsOffAndSaysSo() throws Exception {
        try (Pair pair = new Pair(variant)) {
            Outcome stuck = pair.call(Echo.PARKED, Echo.number(1));
            Await.until("parked", () -> !pair.echo.parked.isEmpty());
            DrainReport report = pair.server.drain(Duration.ofMillis(50));
            assertThat(report.forced()).isEqualTo(1);
            assertThat(report.abandonedCalls()).isEqualTo(1);
            assertThat(report.completedCalls()).isZero();
            assertThat(report.clean()).isFalse();
            stuck.assertFailed(StatusCode.UNAVAILABLE, false, "");
        }
    }

    @Test
    void drainedServer_listensNoMore() {
        try (Pair pair = new Pair(variant)) {
            SocketAddress address = pair.server.address();
            pair.server.drain(Pair.LONG);
            assertThatThrownBy(() -> pair.client.connect(address)).isInstanceOf(RpcException.class);
            pair.server.close();
            pair.server.close();
        }
    }

    @Test
    void connecting_whereNobodyListens_isUnavailable() throws Exception {
        SocketAddress address;
        try (RpcServer server = variant.server().start()) {
            address = server.address();
        }
        try (RpcClient client = variant.client().build()) {
            assertThatThrownBy(() -> client.connect(address)).isInstanceOfSatisfying(RpcException.class, e -> {
                assertThat(e.status().code()).isEqualTo(StatusCode.UNAVAILABLE);
                assertThat(e.status().notProcessed()).isTrue();
            });
        }
    }

    @Test
    void address_thatIsTaken_isUnavailableAndLeavesNothing() {
        try (RpcServer first = variant.server().start()) {
            MemoryLedger ledger = MemoryLedger.unbounded();
            RpcServerBuilder second = variant.server().listenOn(first.address()).ledger(ledger);
            assertThatThrownBy(second::start).isInstanceOf(RpcException.class).hasMessageContaining("address");
            assertThat(ledger.usedBytes()).isZero();
        }
    }

    @Test
    void connections_overTheLimit_areClosed() throws Exception {
        Limits limits = Limits.defaults().withMaxConnections(1);
        try (Pair pair = new Pair(variant, server -> server.limits(limits), client -> client)) {
            assertThatThrownBy(() -> pair.client.connect(pair.server.address())).isInstanceOf(RpcException.class);
            assertThat(pair.server.stats().closedByFault()).containsKey("too-many-connections");
            assertThat(pair.call(Echo.ON_LOOP, Echo.number(1)).reply()).startsWith(1);
        }
    }

    @Test
    void client_closed_failsWhatItIsAskedNext() {
        try (Pair pair = new Pair(variant)) {
            pair.client.close();
            CompletableFuture<ClientConnection> next = pair.client.connectAsync(pair.server.address());
            assertThat(next).isCompletedExceptionally();
        }
    }

    @Test
    void draining_onAnEventLoop_isRefused() throws Exception {
        try (Pair pair = new Pair(variant)) {
            CompletableFuture<Throwable> thrown = new CompletableFuture<>();
            pair.connection.onClose(() -> {
                try {
                    pair.client.close();
                    thrown.complete(new AssertionError("closed"));
                } catch (IllegalStateException e) {
                    thrown.complete(e);
                }
            });
            pair.connection.close();
            assertThat(thrown.get()).isInstanceOf(IllegalStateException.class).hasMessageContaining("event loop");
        }
    }
}
