package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.PushFuture;
import dev.outboard.rpc.PushOutcome;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerConnection;
import dev.outboard.rpc.ServerListener;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The transport contract: one-way messages and pushes. */
@ParameterizedClass
@EnumSource
final class PushTransportTest {
    private static final int BIG = 20_000;
    /** Small and fixed, so that a peer that does not read is noticed soon and for good. */
    private static final int SOCKET_BUFFER = 16 << 10;

    private final Variant variant;
    private final Queue<Long> ticks = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<ServerConnection> opened = new LinkedBlockingQueue<>();
    private final CountDownLatch mayRead = new CountDownLatch(1);

    PushTransportTest(Variant variant) {
        this.variant = variant;
    }

    @Test
    void oneWays_arriveInTheOrderSent() throws Exception {
        try (Pair pair = pair(Limits.defaults(), false)) {
            for (long i = 0; i < 1000; i++) {
                assertThat(pair.connection.oneWay(Echo.SINK, Echo.number(i))).isEqualTo(SendResult.ACCEPTED);
            }
            Await.until("sunk", () -> pair.echo.sunk.size() == 1000);
            assertThat(pair.echo.sunk).containsExactlyElementsOf(upTo(1000));
        }
    }

    @Test
    void pushes_ofOneThread_arriveInTheOrderSent() throws Exception {
        try (Pair pair = pair(Limits.defaults(), false)) {
            ServerConnection connection = opened.take();
            for (long i = 0; i < 1000; i++) {
                assertThat(push(pair, connection, i, i % 100 == 0 ? BIG : 0)).isEqualTo(SendResult.ACCEPTED);
            }
            Await.until("ticks", () -> ticks.size() == 1000);
            assertThat(ticks).containsExactlyElementsOf(upTo(1000));
        }
    }

    @Test
    void push_encodedOnce_reachesEveryConnection() throws Exception {
        try (Pair pair = pair(Limits.defaults(), false)) {
            pair.client.connect(pair.server.address());
            pair.client.connect(pair.server.address());
            EncodedPush push = pair.server.encodePush(Echo.TICK, Echo.number(42));
            for (int i = 0; i < 3; i++) {
                assertThat(opened.take().push(push)).isEqualTo(SendResult.ACCEPTED);
            }
            push.release();
            Await.until("ticks", () -> ticks.size() == 3);
            assertThat(ticks).containsOnly(42L);
        }
    }

    @Test
    void pushes_toAPeerThatDoesNotRead_areBoundedAndThenAllArrive() throws Exception {
        Limits limits = Limits.defaults().withOutboundBytes(100_000);
        try (Pair pair = pair(limits, true);
                Gate reading = mayRead::countDown) {
            assertThat(reading).isNotNull();
            ServerConnection connection = opened.take();
            long accepted = fill(pair, connection);
            assertThat(connection.queuedBytes()).isLessThanOrEqualTo(limits.outboundBytes());
            mayRead.countDown();
            Await.until("ticks", () -> ticks.size() == accepted);
            assertThat(ticks).containsExactlyElementsOf(upTo(accepted));
            Await.until("room", () -> connection.queuedBytes() == 0);
            assertThat(push(pair, connection, 0, 0)).isEqualTo(SendResult.ACCEPTED);
        }
    }

    @Test
    void peerThatDoesNotRead_doesNotDelayOthers() throws Exception {
        try (Pair stalled = pair(Limits.defaults(), true);
                Gate reading = mayRead::countDown) {
            assertThat(reading).isNotNull();
            fill(stalled, opened.take());
            try (var other = variant.client().build()) {
                Outcome outcome = new Outcome();
                other.connect(stalled.server.address()).call(Echo.ON_LOOP, Echo.number(3), Pair.LONG, outcome);
                assertThat(outcome.reply()).startsWith(3);
            }
        }
    }

    @Test
    void pushLongerThanTheClientTakes_isRefused() throws Exception {
        try (Pair pair = new Pair(
                variant,
                this::listening,
                client -> client.limits(Limits.defaults().withMaxFrameBytes(4096)))) {
            assertThat(push(pair, opened.take(), 1, 4089)).isEqualTo(SendResult.TOO_LARGE);
        }
    }

    @Test
    void push_afterTheConnectionClosed_isRefused() throws Exception {
        try (Pair pair = pair(Limits.defaults(), false)) {
            ServerConnection connection = opened.take();
            CountDownLatch closed = new CountDownLatch(1);
            connection.onClose(closed::countDown);
            pair.connection.close();
            closed.await();
            assertThat(push(pair, connection, 1, 0)).isEqualTo(SendResult.CLOSED);
        }
    }

    @Test
    void trackedPush_tellsThatItWasWritten() throws Exception {
        try (Pair pair = pair(Limits.defaults(), false)) {
            PushFuture future = pushTracked(pair, opened.take(), 9);
            assertThat(future.await(Pair.LONG)).isTrue();
            assertThat(future.outcome()).isEqualTo(PushOutcome.WRITTEN);
            assertThat(future.cancel()).isFalse();
            Await.until("tick", () -> ticks.contains(9L));
        }
    }

    @Test
    void trackedPush_takenBack_isNeverSent() throws Exception {
        try (Pair pair = pair(Limits.defaults().withOutboundBytes(200_000), true);
                Gate reading = mayRead::countDown) {
            assertThat(reading).isNotNull();
            ServerConnection connection = opened.take();
            fill(pair, connection);
            PushFuture future = pushTracked(pair, connection, -9);
            assertThat(future.await(Duration.ofMillis(1))).isFalse();
            assertThat(future.cancel()).isTrue();
            PushFuture last = pushTracked(pair, connection, -10);
            mayRead.countDown();
            assertThat(last.await(Pair.LONG)).isTrue();
            Await.until("last", () -> ticks.contains(-10L));
            assertThat(ticks).doesNotContain(-9L);
            assertThat(future.outcome()).isEqualTo(PushOutcome.CANCELLED);
        }
    }

    @Test
    void trackedPush_whoseConnectionCloses_isOver() throws Exception {
        try (Pair pair = pair(Limits.defaults(), true);
                Gate reading = mayRead::countDown) {
            assertThat(reading).isNotNull();
            ServerConnection connection = opened.take();
            List<PushFuture> futures = new ArrayList<>();
            PushFuture refused;
            do {
                refused = pushTracked(pair, connection, 1, BIG);
                futures.add(refused);
            } while (refused.outcome() != PushOutcome.REFUSED);
            connection.close();
            for (PushFuture future : futures) {
                assertThat(future.await(Pair.LONG)).isTrue();
            }
            assertThat(futures.get(futures.size() - 2).outcome()).isEqualTo(PushOutcome.CLOSED);
        }
    }

    @Test
    void pushes_onTheConnectionsOwnLoop_arriveInOrder_behindWhatWasQueued() throws Exception {
        try (Pair pair = pair(Limits.defaults(), false)) {
            ServerConnection connection = opened.take();
            for (long i = 0; i < 100; i++) {
                assertThat(push(pair, connection, i, 0)).isEqualTo(SendResult.ACCEPTED);
            }
            List<SendResult> results = new CopyOnWriteArrayList<>();
            onLoop(pair, connection, () -> {
                for (long i = 100; i < 1000; i++) {
                    results.add(push(pair, connection, i, i % 100 == 0 ? BIG : 0));
                }
            });
            assertThat(results).hasSize(900).containsOnly(SendResult.ACCEPTED);
            Await.until("ticks", () -> ticks.size() == 1000);
            assertThat(ticks).containsExactlyElementsOf(upTo(1000));
            assertThat(connection.pushesSent()).isEqualTo(1000);
            assertThat(pair.server.stats().pushesSent()).isEqualTo(1000);
        }
    }

    @Test
    void pushes_onTheLoop_toAPeerThatDoesNotRead_areBounded() throws Exception {
        Limits limits = Limits.defaults().withOutboundBytes(100_000);
        try (Pair pair = pair(limits, true);
                Gate reading = mayRead::countDown) {
            assertThat(reading).isNotNull();
            ServerConnection connection = opened.take();
            AtomicLong accepted = new AtomicLong();
            onLoop(pair, connection, () -> {
                while (push(pair, connection, accepted.get(), BIG) == SendResult.ACCEPTED) {
                    accepted.incrementAndGet();
                }
            });
            assertThat(connection.queuedBytes()).isLessThanOrEqualTo(limits.outboundBytes());
            mayRead.countDown();
            Await.until("ticks", () -> ticks.size() == accepted.get());
            assertThat(ticks).containsExactlyElementsOf(upTo(accepted.get()));
        }
    }

    @Test
    void task_ofAnEndedServer_isRefused() {
        Pair pair = pair(Limits.defaults(), false);
        assertThat(pair.server.eventLoops()).isPositive();
        assertThatThrownBy(() -> pair.server.execute(pair.server.eventLoops(), () -> {}))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> pair.server.schedule(-1, () -> {}, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        pair.close();
        assertThat(pair.server.execute(0, () -> {})).isFalse();
        assertThat(pair.server.schedule(0, () -> {}, 0)).isFalse();
    }

    @Test
    void scheduledTask_runsOnItsLoop() throws Exception {
        try (Pair pair = pair(Limits.defaults(), false)) {
            CompletableFuture<Thread> at = new CompletableFuture<>();
            CompletableFuture<Thread> later = new CompletableFuture<>();
            assertThat(pair.server.execute(0, () -> at.complete(Thread.currentThread())))
                    .isTrue();
            assertThat(pair.server.schedule(0, () -> later.complete(Thread.currentThread()), 1_000_000))
                    .isTrue();
            assertThat(later.get(30, TimeUnit.SECONDS)).isSameAs(at.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void message_writtenToAConnectionsChannel_isAPush() throws Exception {
        try (Pair pair = pair(Limits.defaults(), false)) {
            EncodedPush push = encode(pair, 7, 0);
            Channel channel = NettyAccess.channel(opened.take());
            assertThat(channel.writeAndFlush(NettyAccess.message(push)).await(30, TimeUnit.SECONDS))
                    .isTrue();
            push.release();
            Await.until("tick", () -> ticks.contains(7L));
        }
    }

    @Test
    void push_ofAMethodThatNobodyDeclared_isRefused() throws Exception {
        try (Pair pair = pair(Limits.defaults(), false)) {
            Method other = Method.push(Echo.NAME + "/Other");
            assertThatThrownBy(() -> pair.server.encodePush(other, Echo.number(1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** Opens before the pair is closed, so that the client's event loop can end. */
    private interface Gate extends AutoCloseable {
        @Override
        void close();
    }

    private Pair pair(Limits limits, boolean stalled) {
        return new Pair(
                variant,
                server -> listening(server).limits(limits).sendBufferBytes(SOCKET_BUFFER),
                client -> client.receiveBufferBytes(SOCKET_BUFFER).push(Echo.TICK, (connection, body) -> {
                    if (stalled) {
                        waitUntilItMayRead();
                    }
                    ticks.add(body.readFixed64());
                }));
    }

    private RpcServerBuilder listening(RpcServerBuilder server) {
        return server.listener(new ServerListener() {
            @Override
            public void connectionOpened(ServerConnection connection) {
                opened.add(connection);
            }
        });
    }

    /** Runs an action on the connection's event loop and waits for its end. */
    private static void onLoop(Pair pair, ServerConnection connection, Runnable action) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        assertThat(pair.server.execute(connection.eventLoop(), () -> {
                    action.run();
                    done.countDown();
                }))
                .isTrue();
        done.await();
    }

    private void waitUntilItMayRead() {
        try {
            mayRead.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Pushes until nothing is accepted any more, the loop having done what it can; returns how many were. */
    private static long fill(Pair pair, ServerConnection connection) {
        long accepted = 0;
        for (int refusals = 0; refusals < 20; ) {
            if (push(pair, connection, accepted, BIG) == SendResult.ACCEPTED) {
                accepted++;
                refusals = 0;
            } else {
                refusals++;
                LockSupport.parkNanos(2_000_000);
            }
        }
        return accepted;
    }

    private static SendResult push(Pair pair, ServerConnection connection, long value, int padding) {
        EncodedPush push = encode(pair, value, padding);
        try {
            return connection.push(push);
        } finally {
            push.release();
        }
    }

    private static PushFuture pushTracked(Pair pair, ServerConnection connection, long value) {
        return pushTracked(pair, connection, value, 0);
    }

    private static PushFuture pushTracked(Pair pair, ServerConnection connection, long value, int padding) {
        EncodedPush push = encode(pair, value, padding);
        try {
            return connection.pushTracked(push);
        } finally {
            push.release();
        }
    }

    private static EncodedPush encode(Pair pair, long value, int padding) {
        return pair.server.encodePush(Echo.TICK, out -> {
            out.writeFixed64(value);
            out.writeRaw(new byte[padding], 0, padding);
        });
    }

    private static List<Long> upTo(long end) {
        return LongStream.range(0, end).boxed().toList();
    }
}
