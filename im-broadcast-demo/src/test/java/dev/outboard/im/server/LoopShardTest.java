package dev.outboard.im.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.MessageWriter;
import java.util.ArrayDeque;
import java.util.Queue;
import org.junit.jupiter.api.Test;

/** The rests of a {@link LoopShard}, on a loop and a clock that stand until they are moved. */
class LoopShardTest {
    private static final long MILLI = 1_000_000;

    private final StillLoop loop = new StillLoop();
    private final Counters counters = new Counters();
    private final FakeConnection connection = new FakeConnection();
    private final LoopShard shard =
            new LoopShard(0, 128, new Delivery(0, 1, counters, counters.progress), loop, () -> loop.now);
    private final Members members = Members.none(1).with(member());
    private long sequence;

    @Test
    void firstMessage_doesNotWait() {
        offer();
        loop.runNext(0);
        assertThat(connection.received()).containsExactly(1L);
        assertThat(loop.scheduled).isNull();
    }

    @Test
    void messageRightBehindAPass_waitsForAQuarterOfIt_andGoesWithThoseThatComeMeanwhile() {
        pass(4 * MILLI);
        offer();
        loop.runNext(0);
        assertThat(connection.received()).containsExactly(1L);
        assertThat(loop.delayNanos).isEqualTo(MILLI);

        offer();
        offer();
        assertThat(loop.tasks).isEmpty();
        loop.runScheduled();
        assertThat(connection.received()).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void rest_isTwoMillisecondsAtMost() {
        pass(100 * MILLI);
        offer();
        loop.runNext(0);
        assertThat(loop.delayNanos).isEqualTo(2 * MILLI);
    }

    @Test
    void messageBehindTheRest_doesNotWait() {
        pass(4 * MILLI);
        loop.now += MILLI;
        offer();
        loop.runNext(0);
        assertThat(connection.received()).containsExactly(1L, 2L);
        assertThat(loop.scheduled).isNull();
    }

    @Test
    void manyMessages_doNotWait_forTheyShareFlushesAsItIs() {
        pass(4 * MILLI);
        for (int i = 0; i < 64; i++) {
            offer();
        }
        loop.runNext(0);
        assertThat(connection.received()).hasSize(65);
    }

    @Test
    void loopWithoutTimers_handsOutAtOnce() {
        pass(4 * MILLI);
        loop.ended = true;
        offer();
        loop.runNext(0);
        assertThat(connection.received()).containsExactly(1L, 2L);
    }

    @Test
    void closedDuringARest_givesBackWhatWaits() {
        pass(4 * MILLI);
        FakePush push = offer();
        loop.runNext(0);
        shard.close();
        assertThat(push.references()).isZero();
        loop.runScheduled();
        assertThat(connection.received()).containsExactly(1L);
    }

    /** One message, handed out and flushed in so much time. */
    private void pass(long nanos) {
        offer();
        loop.runNext(nanos);
        loop.runNext(0);
        assertThat(loop.tasks).isEmpty();
    }

    private FakePush offer() {
        FakePush push = new FakePush(++sequence);
        Fanout fanout = new SharedFanout(push, members, 0);
        assertThat(shard.offer(fanout)).isTrue();
        fanout.release();
        return push;
    }

    private User member() {
        User user = new User(1);
        user.place(0);
        user.connection(connection);
        return user;
    }

    /** Keeps what it is to run. */
    private static final class StillLoop implements Outbound {
        final Queue<Runnable> tasks = new ArrayDeque<>();
        Runnable scheduled;
        long delayNanos;
        long now = 1;
        boolean ended;

        /** Runs one task, which takes so long. */
        void runNext(long nanos) {
            tasks.remove().run();
            now += nanos;
        }

        void runScheduled() {
            Runnable task = scheduled;
            scheduled = null;
            now += delayNanos;
            task.run();
        }

        @Override
        public boolean execute(int eventLoop, Runnable task) {
            return tasks.add(task);
        }

        @Override
        public boolean schedule(int eventLoop, Runnable task, long delay) {
            if (ended) {
                return false;
            }
            scheduled = task;
            delayNanos = delay;
            return true;
        }

        @Override
        public EncodedPush encode(MessageWriter message) {
            throw new UnsupportedOperationException("encode: not here (expected: offers of what is encoded)");
        }

        @Override
        public long writtenToOpen() {
            return 0;
        }

        @Override
        public long pushesSent() {
            return 0;
        }

        @Override
        public long pushesLost() {
            return 0;
        }
    }
}
