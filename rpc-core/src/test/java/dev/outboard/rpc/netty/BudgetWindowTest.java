package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.WireReader;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.ClientStream;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ServerStream;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.Shape;
import dev.outboard.rpc.StreamListener;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What all clients together may send to streams fits into the server's memory budget, however many they are. */
@ParameterizedClass
@EnumSource(names = {"NIO_SAFE", "NIO_UNSAFE", "EPOLL_SAFE", "EPOLL_UNSAFE"})
final class BudgetWindowTest {
    private static final Method HELD_UP = Method.of("outboard.test.Budget/HeldUp", Shape.CLIENT_STREAM);
    private static final CallOptions NO_DEADLINE = CallOptions.timeoutNanos(0);
    private static final int CONNECTIONS = 60;
    private static final int MESSAGES = 100;
    private static final byte[] MESSAGE = new byte[16_000];
    private static final long BUDGET = 32 << 20;

    private final Variant variant;
    private final CountDownLatch gate = new CountDownLatch(1);

    BudgetWindowTest(Variant variant) {
        this.variant = variant;
    }

    /** Replies with how many messages came; looks at none before the gate is open. */
    private final class HeldUp implements StreamListener {
        private final ServerStream stream;
        private int count;

        HeldUp(ServerStream stream) {
            this.stream = stream;
        }

        @Override
        public void onMessage(WireReader message) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            count++;
        }

        @Override
        public void onEnd() {
            stream.complete(out -> out.writeFixed32(count));
        }
    }

    @Test
    void windowsOfAllConnections_fitIntoTheBudget() throws Exception {
        MemoryLedger ledger = new MemoryLedger(BUDGET);
        Service service = Service.named("outboard.test.Budget").stream(HELD_UP, Execution.WORKERS, HeldUp::new)
                .build();
        try (Pair pair = new Pair(variant, server -> server.ledger(ledger).service(service), client -> client)) {
            List<Sender> senders = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                senders.add(new Sender(pair.client.connect(pair.server.address())));
            }
            assertThat(ledger.promisedBytes()).isBetween(1L, BUDGET / 2 + CONNECTIONS * 1024L);
            senders.forEach(Thread::start);
            Await.until("held up", () -> ledger.usedBytes() > BUDGET / 8);
            gate.countDown();
            for (Sender sender : senders) {
                sender.join();
                sender.received.assertCompleted();
                assertThat(sender.received.messages.element()).startsWith(MESSAGES);
                sender.connection.close();
            }
            assertThat(pair.server.stats().rejected()).isZero();
            assertThat(pair.server.stats().closedByFault()).isEmpty();
            assertThat(ledger.refusals()).isZero();
            assertThat(ledger.reservedPeakBytes()).isLessThanOrEqualTo(BUDGET);
            Await.until("only the pair's own", () -> pair.server.stats().connections() == 1);
            assertThat(ledger.promisedBytes()).isBetween(1L, 1L << 20);
        } finally {
            gate.countDown();
        }
        assertThat(ledger.promisedBytes()).isZero();
    }

    private static final class Sender extends Thread {
        final ClientConnection connection;
        final Received received = new Received();
        private final ClientStream stream;

        Sender(ClientConnection connection) {
            this.connection = connection;
            this.stream = connection.openStream(HELD_UP, NO_DEADLINE, received);
        }

        @Override
        public void run() {
            try {
                for (int i = 0; i < MESSAGES; i++) {
                    received.send(stream, out -> out.writeRaw(MESSAGE, 0, MESSAGE.length));
                }
                stream.end();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
