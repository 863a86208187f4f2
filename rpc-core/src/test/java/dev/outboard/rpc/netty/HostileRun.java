package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.hostile.Attack;
import dev.outboard.rpc.hostile.Family;
import dev.outboard.rpc.hostile.Target;
import dev.outboard.rpc.hostile.Verdict;
import dev.outboard.rpc.hostile.Victim;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/**
 * Each attack ends as it has to, an honest client is served meanwhile, and behind it memory, threads and connections are what
 * they were before.
 */
final class HostileRun {
    private static final Duration FRAME = Duration.ofMillis(400);
    private static final Duration HANDSHAKE = Duration.ofMillis(200);
    /** The first handshake of a JVM loads and compiles a lot. */
    private static final Duration TLS_HANDSHAKE = Duration.ofMillis(1500);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PACE = Duration.ofMillis(10);
    private static final int FRAMES = 4_000;
    private static final int CROWD = 40;
    private static final int LOOPS = 4;
    /** Above what one connection can make a server reserve: unfinished messages, 16 MiB of them, grow by doubling. */
    private static final long MOST_BYTES = 128L << 20;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private HostileRun() {}

    static void check(Variant variant, Attack attack) throws Exception {
        Limits limits = Limits.defaults()
                .withHandshakeTimeout(attack.family() == Family.TLS ? TLS_HANDSHAKE : HANDSHAKE)
                .withIncompleteFrameTimeout(FRAME);
        try (RpcServer server = variant.server()
                        .limits(limits)
                        .service(Victim.service())
                        .start();
                RpcClient client = variant.client().build()) {
            ClientConnection connection = client.connect(server.address());
            HonestClient.one(connection);
            startAllLoops(server, client);
            int threadsBefore = THREADS.getThreadCount();
            try (HonestClient honest = new HonestClient(connection)) {
                Verdict verdict = attack.run(target(server.port()));
                assertThat(attack.accepts(verdict))
                        .as("%s: %s (expected: %s)", attack.id(), verdict, attack.rule())
                        .isTrue();
                honest.awaitOneMore();
            }
            Await.until("attackers gone", () -> server.stats().connections() == 1);
            Await.until("ledger", () -> server.ledger().usedBytes() == 0);
            Await.until("threads", () -> THREADS.getThreadCount() <= threadsBefore);
            assertThat(server.ledger().reservedPeakBytes()).isLessThan(MOST_BYTES);
            assertThat(connection.isOpen()).isTrue();
            HonestClient.one(connection);
        }
    }

    /** A loop's thread starts with its first connection. */
    private static void startAllLoops(RpcServer server, RpcClient client) {
        for (int i = 0; i < LOOPS; i++) {
            client.connect(server.address()).close();
        }
        Await.until("warm", () -> server.stats().connections() == 1);
    }

    private static Target target(int port) {
        return Target.of(port).tlsPort(port).timing(PATIENCE, PACE).scale(FRAMES, CROWD);
    }
}
