package dev.outboard.im.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.im.chat.HistoryBudget;
import dev.outboard.im.chat.HistoryLimits;
import dev.outboard.rpc.SendResult;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShardedDispatcherTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final DispatcherFixture fixture = new DispatcherFixture();
    private Dispatcher pool = pool(4, 64, new DefaultThreadFactory("test-fanout", true));

    @AfterEach
    void close() {
        pool.close();
        fixture.close();
    }

    @Test
    void message_isEncodedOnceForAll() {
        fixture.members(100, pool);
        Publication receipt = fixture.publish(pool);
        assertThat(pool.drain(LONG)).isTrue();
        assertThat(fixture.pushes).hasSize(1);
        assertThat(receipt.recipients()).isEqualTo(100);
        assertThat(receipt.dropped()).isZero();
        assertThat(fixture.connections).allSatisfy(c -> assertThat(c.received()).containsExactly(1L));
    }

    @Test
    void everyMember_getsTheMessagesInTheirOrder() {
        fixture.members(40, pool);
        int messages = 50;
        for (int i = 0; i < messages; i++) {
            fixture.publish(pool);
        }
        assertThat(pool.drain(LONG)).isTrue();
        List<Long> expected = LongStream.rangeClosed(1, messages).boxed().toList();
        assertThat(fixture.connections).allSatisfy(c -> assertThat(c.received()).isEqualTo(expected));
    }

    @Test
    void references_areAllGivenBack() {
        fixture.members(40, pool);
        fixture.publish(pool);
        assertThat(pool.drain(LONG)).isTrue();
        assertThat(Waiting.until(() -> fixture.pushes.get(0).references() == 0, LONG))
                .isTrue();
    }

    @Test
    void fullQueue_dropsTheMessageForThatShard_andCountsRecipients() {
        CountDownLatch start = new CountDownLatch(1);
        pool.close();
        pool = pool(2, 2, heldBack(start));
        fixture.members(20, pool);
        int dropped = 0;
        for (int i = 0; i < 3; i++) {
            dropped += fixture.publish(pool).dropped();
        }
        assertThat(dropped).isEqualTo(20);
        assertThat(fixture.counters.queueFull.sum()).isEqualTo(20);
        assertThat(pool.queued()).isEqualTo(4);
        start.countDown();
        assertThat(pool.drain(LONG)).isTrue();
        assertThat(fixture.accountedFor(pool))
                .isEqualTo(fixture.counters.offered.sum())
                .isEqualTo(60);
        assertThat(fixture.connections).allSatisfy(c -> assertThat(c.received()).containsExactly(1L, 2L));
    }

    @Test
    void everyFate_isCountedOnce() {
        fixture.members(10, pool);
        fixture.offlineMember(77);
        fixture.connections.get(0).result = SendResult.QUEUE_FULL;
        fixture.connections.get(1).result = SendResult.TOO_LARGE;
        fixture.connections.get(2).close();
        fixture.publish(pool);
        assertThat(pool.drain(LONG)).isTrue();
        assertThat(fixture.counters.slowConsumer.sum()).isEqualTo(1);
        assertThat(fixture.counters.refused.sum()).isEqualTo(1);
        assertThat(fixture.counters.offline.sum()).isEqualTo(2);
        assertThat(pool.written()).isEqualTo(7);
        assertThat(fixture.accountedFor(pool))
                .isEqualTo(fixture.counters.offered.sum())
                .isEqualTo(11);
    }

    @Test
    void closing_givesBackWhatWasQueued() {
        CountDownLatch start = new CountDownLatch(1);
        pool.close();
        pool = pool(1, 8, heldBack(start));
        fixture.members(5, pool);
        fixture.publish(pool);
        pool.close();
        start.countDown();
        assertThat(Waiting.until(() -> fixture.pushes.get(0).references() == 0, LONG))
                .isTrue();
        assertThat(fixture.connections).allSatisfy(c -> assertThat(c.received()).isEmpty());
    }

    @Test
    void loop_isWokenOnce_forAllThatIsQueuedBeforeItGetsThere() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        useEventLoops();
        fixture.members(10, pool);
        fixture.eventLoops.forEach(loop -> loop.execute(() -> await(busy)));
        for (int i = 0; i < 5; i++) {
            fixture.publish(pool);
        }
        assertThat(pool.queued()).isEqualTo(10);
        AtomicInteger before = new AtomicInteger(-1);
        // Behind the one task that the five messages have made on this loop.
        fixture.eventLoops
                .get(0)
                .execute(() -> before.set(fixture.connections.get(0).received().size()));
        busy.countDown();
        assertThat(pool.drain(LONG)).isTrue();
        assertThat(Waiting.until(() -> before.get() == 5, LONG)).isTrue();
    }

    @Test
    void messageForAUserWhoHasMovedToAnotherLoop_doesNotReachTheNewConnection() {
        CountDownLatch busy = new CountDownLatch(1);
        useEventLoops();
        UserTable table = new UserTable(
                2, pool::shardOf, UserTable.Limits.defaults(), new HistoryBudget(HistoryLimits.NONE), ChatClock.SYSTEM);
        User user = table.signIn(1, new FakeConnection());
        table.join(user, 7);
        fixture.group(table.group(7));
        fixture.eventLoops.get(0).execute(() -> await(busy));
        fixture.publish(pool);
        FakeConnection elsewhere = new FakeConnection();
        elsewhere.eventLoop = 1;
        table.signIn(1, elsewhere);
        fixture.publish(pool);
        busy.countDown();
        assertThat(Waiting.until(() -> fixture.counters.offline.sum() == 1, LONG))
                .isTrue();
        assertThat(Waiting.until(() -> elsewhere.received().size() == 1, LONG)).isTrue();
        assertThat(elsewhere.received()).containsExactly(2L);
    }

    private void useEventLoops() {
        pool.close();
        pool = ShardedDispatcher.onEventLoops(fixture.eventLoops.size(), 64, fixture, fixture.counters);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Dispatcher pool(int workers, int capacity, ThreadFactory threads) {
        return ShardedDispatcher.pool(workers, capacity, fixture, fixture.counters, threads);
    }

    /** Threads that begin their work when the latch opens. */
    private static ThreadFactory heldBack(CountDownLatch start) {
        ThreadFactory threads = new DefaultThreadFactory("test-fanout", true);
        return work -> threads.newThread(() -> {
            try {
                start.await();
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
