package dev.outboard.im.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.im.chat.DropPolicy;
import dev.outboard.im.v1.FarewellReasonEnum;
import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.SendResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of messages for a connection that does not read, policy by policy. Every push is of 100 bytes. */
class OutboxTest {
    private static final int MARKER = -1;

    private final FakeConnection connection = new FakeConnection();
    private final Rules rules = new Rules();
    private final LongAdder lost = new LongAdder();
    private final LongAdder notices = new LongAdder();
    private final Outbox outbox = new Outbox(connection, rules, true, lost, notices);
    private final List<FakePush> pushes = new ArrayList<>();

    @AfterEach
    void everyReferenceIsBack() {
        outbox.connectionClosed();
        assertThat(pushes).allSatisfy(push -> assertThat(push.references()).isEqualTo(1));
        assertThat(outbox.backlogBytes()).isZero();
        assertThat(rules.counters.backlogBytes.sum()).isZero();
    }

    @Test
    void connectionThatReads_getsEverythingAtOnce() {
        assertThat(push(1)).isEqualTo(SendResult.ACCEPTED);
        assertThat(push(2)).isEqualTo(SendResult.ACCEPTED);
        assertThat(connection.received()).containsExactly(1L, 2L);
        assertThat(rules.waiting).isEmpty();
    }

    @Test
    void dropNewest_keepsNothing_andTellsOfTheGapOnce() {
        rules.policy = DropPolicy.DROP_NEWEST;
        full();
        assertThat(push(5)).isEqualTo(SendResult.QUEUE_FULL);
        assertThat(push(6)).isEqualTo(SendResult.QUEUE_FULL);
        reads();
        assertThat(outbox.advance()).isTrue();
        assertThat(connection.received()).containsExactly((long) MARKER);
        assertThat(rules.gaps).containsExactly("7 from 5: 2");
        assertThat(rules.counters.droppedNewest.sum()).isEqualTo(2);
        assertThat(outbox.advance()).isTrue();
        assertThat(rules.gaps).hasSize(1);
    }

    @Test
    void dropOldest_keepsWhatFits_inOrder() {
        rules.policy = DropPolicy.DROP_OLDEST;
        full();
        assertThat(push(1)).isEqualTo(SendResult.ACCEPTED);
        assertThat(push(2)).isEqualTo(SendResult.ACCEPTED);
        assertThat(push(3)).isEqualTo(SendResult.ACCEPTED);
        // One in and one out: no more are under way than before.
        assertThat(push(4)).isEqualTo(SendResult.QUEUE_FULL);
        assertThat(outbox.advance()).isFalse();
        reads();
        assertThat(outbox.advance()).isTrue();
        assertThat(connection.received()).containsExactly(2L, 3L, 4L, (long) MARKER);
        assertThat(rules.gaps).containsExactly("7 from 1: 1");
        assertThat(rules.counters.droppedOldest.sum()).isEqualTo(1);
    }

    @Test
    void messagesBehindOnesThatWait_queueUp() {
        rules.policy = DropPolicy.DROP_OLDEST;
        full();
        push(1);
        reads();
        assertThat(push(2)).isEqualTo(SendResult.ACCEPTED);
        assertThat(connection.received()).containsExactly(1L, 2L);
    }

    @Test
    void longMessage_pushesOutSeveral_andTheBooksStillAddUp() {
        rules.policy = DropPolicy.DROP_OLDEST;
        full();
        push(1);
        push(2);
        push(3);
        assertThat(push(message(4, 7, 1, 250))).isEqualTo(SendResult.QUEUE_FULL);
        assertThat(rules.counters.droppedOldest.sum()).isEqualTo(3);
        // Three are gone for one: the result tells of one, the books of the other two.
        assertThat(rules.books.slowConsumer.sum()).isEqualTo(2);
        assertThat(rules.books.shed.sum()).isEqualTo(2);
    }

    @Test
    void conflate_keepsTheNewestOfEachSender() {
        rules.policy = DropPolicy.CONFLATE;
        full();
        assertThat(push(message(1, 7, 1, 100))).isEqualTo(SendResult.ACCEPTED);
        assertThat(push(message(2, 7, 2, 100))).isEqualTo(SendResult.ACCEPTED);
        assertThat(push(message(3, 7, 1, 100))).isEqualTo(SendResult.QUEUE_FULL);
        assertThat(push(message(1, 8, 1, 100))).isEqualTo(SendResult.ACCEPTED);
        reads();
        outbox.advance();
        assertThat(connection.received()).containsExactly(2L, 3L, 1L, (long) MARKER);
        assertThat(rules.counters.conflated.sum()).isEqualTo(1);
    }

    @Test
    void disconnect_tellsWhy_andTakesNothingAnyMore() {
        rules.policy = DropPolicy.DISCONNECT;
        full();
        assertThat(push(1)).isEqualTo(SendResult.QUEUE_FULL);
        assertThat(rules.farewells).containsExactly(FarewellReasonEnum.FAREWELL_SLOW_CONSUMER);
        assertThat(push(2)).isEqualTo(SendResult.CLOSED);
        assertThat(rules.counters.disconnectedSlow.sum()).isEqualTo(1);
    }

    @Test
    void whatWaits_isLostWithTheConnection() {
        rules.policy = DropPolicy.DROP_OLDEST;
        full();
        push(1);
        push(2);
        outbox.connectionClosed();
        assertThat(lost.sum()).isEqualTo(2);
        assertThat(push(3)).isEqualTo(SendResult.CLOSED);
    }

    @Test
    void gapsOfManyGroups_becomeOne() {
        rules.policy = DropPolicy.DROP_NEWEST;
        full();
        for (int group = 0; group < 100; group++) {
            push(message(1, group, 1, 100));
        }
        reads();
        outbox.advance();
        assertThat(rules.gaps).hasSize(65).contains("all: 36");
    }

    @Test
    void notice_goesOnlyWhereTheQueueIsShort() {
        connection.queuedBytes = 300;
        assertThat(outbox.pushNotice(message(1, 7, 1, 100).push(), 299)).isEqualTo(SendResult.QUEUE_FULL);
        assertThat(outbox.pushNotice(message(1, 7, 1, 100).push(), 300)).isEqualTo(SendResult.ACCEPTED);
        assertThat(notices.sum()).isEqualTo(1);
    }

    private void full() {
        connection.queuedBytes = rules.queueBytes();
    }

    private void reads() {
        connection.queuedBytes = 0;
    }

    private SendResult push(long sequence) {
        return push(message(sequence, 7, 1, 100));
    }

    private SendResult push(TaggedPush message) {
        return outbox.push(message);
    }

    private TaggedPush message(long sequence, int group, long sender, int length) {
        FakePush push = new FakePush(sequence, length);
        pushes.add(push);
        return new TaggedPush(push, group, false, sender, 1, sequence);
    }

    /** Room for ten pushes in the queue and three in the outbox. */
    private static final class Rules implements OutboxRules {
        final ChatCounters counters = new ChatCounters();
        final Counters books = new Counters();
        final List<Outbox> waiting = new ArrayList<>();
        final List<String> gaps = new ArrayList<>();
        final List<FarewellReasonEnum> farewells = new ArrayList<>();
        DropPolicy policy = DropPolicy.DROP_NEWEST;

        @Override
        public int queueBytes() {
            return 1_000;
        }

        @Override
        public DropPolicy policy() {
            return policy;
        }

        @Override
        public int backlogBytes() {
            return 300;
        }

        @Override
        public ChatCounters chat() {
            return counters;
        }

        @Override
        public Counters books() {
            return books;
        }

        @Override
        public @Nullable EncodedPush marker(Gaps.Gap gap) {
            TaggedPush first = gap.first();
            gaps.add(
                    first == null
                            ? "all: " + gap.count()
                            : first.groupId() + " from " + first.sequence() + ": " + gap.count());
            return new FakePush(MARKER, 20);
        }

        @Override
        public void waiting(Outbox outbox) {
            waiting.add(outbox);
        }

        @Override
        public void farewell(Outbox outbox, FarewellReasonEnum reason) {
            farewells.add(reason);
        }
    }
}
