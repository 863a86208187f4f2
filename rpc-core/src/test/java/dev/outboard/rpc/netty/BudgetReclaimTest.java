package dev.outboard.rpc.netty;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.RpcClient;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.hostile.Hoard;
import dev.outboard.rpc.hostile.Target;
import dev.outboard.rpc.hostile.Victim;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Memory that an attacker has made a server take, and that nobody uses any more, is there for others. */
final class BudgetReclaimTest {
    private static final Duration ATTACK = Duration.ofSeconds(1);
    private static final byte[] LONG_MESSAGE = new byte[1 << 20];

    @ParameterizedTest
    @EnumSource(names = {"NIO_UNSAFE", "EPOLL_SAFE"})
    void longMessages_findRoom_behindAHoarder(Variant variant) throws Exception {
        MemoryLedger ledger = new MemoryLedger(32 << 20);
        try (RpcServer server = variant.server()
                        .ledger(ledger)
                        .service(Victim.service())
                        .start();
                RpcClient client = variant.client().build()) {
            ClientConnection connection = client.connect(server.address());
            Hoard.UNFINISHED_REQUESTS.run(Target.of(server.port()).timing(ATTACK, ATTACK));
            Await.until("attacker gone", () -> server.stats().connections() == 1);
            Await.until("a long message is taken", () -> isTaken(connection));
        }
    }

    private static boolean isTaken(ClientConnection connection) {
        Outcome outcome = new Outcome();
        connection.call(Victim.ECHO, out -> out.writeRaw(LONG_MESSAGE, 0, LONG_MESSAGE.length), Pair.LONG, outcome);
        Await.until("ended", outcome::isDone);
        return outcome.isReply();
    }
}
