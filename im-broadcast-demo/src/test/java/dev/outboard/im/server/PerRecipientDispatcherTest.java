package dev.outboard.im.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.PushOutcome;
import dev.outboard.rpc.SendResult;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PerRecipientDispatcherTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final DispatcherFixture fixture = new DispatcherFixture();
    private Dispatcher tasks = PerRecipientDispatcher.onThreads(LONG, fixture, fixture.counters);

    @AfterEach
    void close() {
        tasks.close();
        fixture.close();
    }

    @Test
    void everyRecipient_getsACopyOfItsOwn() {
        fixture.members(50, tasks);
        assertThat(fixture.publish(tasks).recipients()).isEqualTo(50);
        assertThat(tasks.drain(LONG)).isTrue();
        assertThat(fixture.pushes)
                .hasSize(50)
                .allSatisfy(p -> assertThat(p.references()).isZero());
        assertThat(tasks.written()).isEqualTo(50);
        assertThat(fixture.connections).allSatisfy(c -> assertThat(c.received()).containsExactly(1L));
    }

    @Test
    void eachPush_blocksAThread_untilItIsWritten() {
        fixture.members(8, tasks);
        fixture.connections.forEach(c -> c.writing = false);
        fixture.publish(tasks);
        assertThat(Waiting.until(() -> underWay() == 8, LONG)).isTrue();
        assertThat(tasks.queued()).isEqualTo(8);
        assertThat(tasks.inFlight()).isEqualTo(8);
        fixture.connections.forEach(c -> c.underWay().get(0).end(PushOutcome.WRITTEN));
        assertThat(tasks.drain(LONG)).isTrue();
        assertThat(tasks.written()).isEqualTo(8);
        assertThat(fixture.counters.late.sum()).isZero();
    }

    @Test
    void pushThatTakesTooLong_isTakenBack_andCounted() {
        impatient();
        fixture.members(3, tasks);
        fixture.connections.get(0).writing = false;
        fixture.publish(tasks);
        assertThat(tasks.drain(LONG)).isTrue();
        assertThat(fixture.counters.timedOut.sum()).isEqualTo(1);
        assertThat(fixture.connections.get(0).underWay().get(0).outcome()).isEqualTo(PushOutcome.CANCELLED);
        assertThat(tasks.written()).isEqualTo(2);
        assertThat(fixture.accountedFor(tasks)).isEqualTo(3);
    }

    @Test
    void pushThatCannotBeTakenBack_countsAsLateWhenWritten() throws InterruptedException {
        impatient();
        fixture.members(1, tasks);
        FakeConnection slow = fixture.connections.get(0);
        slow.writing = false;
        slow.cancellable = false;
        fixture.publish(tasks);
        assertThat(Waiting.until(() -> underWay() == 1, LONG)).isTrue();
        FakeConnection.Tracked push = slow.underWay().get(0);
        assertThat(push.cancelTried.await(30, TimeUnit.SECONDS)).isTrue();
        push.end(PushOutcome.WRITTEN);
        assertThat(tasks.drain(LONG)).isTrue();
        assertThat(fixture.counters.late.sum()).isEqualTo(1);
        assertThat(tasks.written()).isEqualTo(1);
        assertThat(fixture.counters.timedOut.sum()).isZero();
    }

    @Test
    void everyFate_isCountedOnce() {
        fixture.members(10, tasks);
        fixture.offlineMember(77);
        fixture.connections.get(0).result = SendResult.QUEUE_FULL;
        fixture.connections.get(1).close();
        fixture.publish(tasks);
        assertThat(tasks.drain(LONG)).isTrue();
        assertThat(fixture.counters.slowConsumer.sum()).isEqualTo(1);
        assertThat(fixture.counters.offline.sum()).isEqualTo(1);
        assertThat(tasks.closed()).isEqualTo(1);
        assertThat(tasks.written()).isEqualTo(8);
        assertThat(fixture.accountedFor(tasks))
                .isEqualTo(fixture.counters.offered.sum())
                .isEqualTo(11);
    }

    @Test
    void fixedPool_blocksItsThreads_andDropsWhatItsQueueHasNoRoomFor() {
        tasks.close();
        tasks = PerRecipientDispatcher.onFixedPool(2, 3, LONG, fixture, fixture.counters);
        fixture.members(8, tasks);
        fixture.connections.forEach(c -> c.writing = false);
        assertThat(fixture.publish(tasks).dropped()).isEqualTo(3);
        assertThat(Waiting.until(() -> underWay() == 2, LONG)).isTrue();
        assertThat(fixture.counters.queueFull.sum()).isEqualTo(3);
        assertThat(tasks.inFlight()).isEqualTo(5);
        assertThat(fixture.accountedFor(tasks)).isEqualTo(8);
    }

    private int underWay() {
        return fixture.connections.stream().mapToInt(c -> c.underWay().size()).sum();
    }

    private void impatient() {
        tasks.close();
        tasks = PerRecipientDispatcher.onThreads(Duration.ofMillis(1), fixture, fixture.counters);
    }
}
