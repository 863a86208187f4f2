package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcServer;
import dev.outboard.testing.LeakCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers of different codecs in one JVM: each keeps its own account, and to clients they are the same. */
@ParameterizedClass
@EnumSource(names = {"NIO", "EPOLL", "IN_PROCESS"})
@LeakCheck
final class TwoCodecsTest {
    private static final List<String> CODECS = List.of("safe", "unsafe");
    private static final int CALLS = 20_000;
    private static final int IN_FLIGHT = 32;

    private final Transport transport;
    private final List<Echo> echoes = new ArrayList<>();
    private final List<RpcServer> servers = new ArrayList<>();
    private final List<RpcClient> clients = new ArrayList<>();

    TwoCodecsTest(Transport transport) {
        this.transport = transport;
    }

    @BeforeEach
    void start() {
        for (String codec : CODECS) {
            Echo echo = new Echo();
            echoes.add(echo);
            servers.add(RpcServerBuilder.create()
                    .transport(transport)
                    .codec(codec)
                    .service(echo.service())
                    .start());
            clients.add(
                    RpcClientBuilder.create().transport(transport).codec(codec).build());
        }
    }

    @AfterEach
    void stop() {
        echoes.forEach(echo -> echo.gate.countDown());
        clients.forEach(RpcClient::close);
        servers.forEach(RpcServer::close);
    }

    @Test
    void clientOfEachCodec_callsEachServer_atOnce() throws Exception {
        assertThat(servers).extracting(RpcServer::codec).isEqualTo(CODECS);
        assertThat(clients).extracting(RpcClient::codec).isEqualTo(CODECS);
        List<CountDownLatch> chains = new ArrayList<>();
        for (RpcClient client : clients) {
            for (RpcServer server : servers) {
                CountDownLatch left = new CountDownLatch(CALLS);
                chains.add(left);
                Chain.start(client.connect(server.address()), Echo.ON_WORKERS, IN_FLIGHT, left);
            }
        }
        for (CountDownLatch left : chains) {
            left.await();
        }
        for (RpcServer server : servers) {
            assertThat(server.stats().calls()).isGreaterThanOrEqualTo(2L * CALLS);
            assertThat(server.stats().connectionsAccepted()).isEqualTo(2);
        }
    }

    @Test
    void whatOneServerHolds_isOnItsOwnAccount() throws Exception {
        MemoryLedger first = servers.get(0).ledger();
        MemoryLedger second = servers.get(1).ledger();
        assertThat(first).isNotSameAs(second);
        ClientConnection connection = clients.get(1).connect(servers.get(0).address());
        Outcome outcome = new Outcome();
        connection.call(Echo.HELD, out -> out.writeRaw(new byte[8_000], 0, 8_000), Pair.LONG, outcome);
        echoes.get(0).held.await();
        assertThat(first.usedBytes()).isGreaterThanOrEqualTo(8_000);
        assertThat(second.usedBytes()).isZero();
        echoes.get(0).gate.countDown();
        assertThat(outcome.reply()).hasSize(8_000);
        Await.until("first ledger", () -> first.usedBytes() == 0);
    }

    @Test
    void closingOneServer_leavesTheOther() throws Exception {
        servers.get(0).close();
        Outcome outcome = new Outcome();
        clients.get(0).connect(servers.get(1).address()).call(Echo.ON_LOOP, Echo.number(7), Pair.LONG, outcome);
        assertThat(outcome.reply()).hasSize(Long.BYTES);
    }
}
