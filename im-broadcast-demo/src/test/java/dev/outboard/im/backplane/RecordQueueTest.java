package dev.outboard.im.backplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.im.backplane.RecordQueue.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What waits for the store: its order, its bound, and what is told of it. */
class RecordQueueTest {
    private final RecordQueue queue = new RecordQueue(10);
    private final List<String> told = new ArrayList<>();

    @Test
    void recordsAcknowledgedOutOfOrder_areToldInOrder() {
        Entry[] sent = sent("a", "b", "c");
        queue.acknowledged(sent[1], null);
        queue.settle();
        assertThat(told).isEmpty();
        queue.acknowledged(sent[0], null);
        assertThat(queue.settle()).isEqualTo(2);
        assertThat(told).containsExactly("a delivered", "a stored", "b delivered", "b stored");
    }

    @Test
    void recordsDeliveredWhileTheStoreIsAway_areNotDeliveredAgain() {
        Entry[] sent = sent("a", "b");
        queue.deliverAll();
        queue.acknowledged(sent[0], null);
        queue.acknowledged(sent[1], null);
        queue.settle();
        assertThat(told).containsExactly("a delivered", "b delivered", "a stored", "b stored");
    }

    @Test
    void sendingAgain_keepsTheOrderAndPassesOverWhatIsStoredMeanwhile() {
        Entry[] sent = sent("a", "b", "c");
        queue.offer(new Noted("d"));
        queue.take();
        queue.sendAgain();
        queue.acknowledged(sent[1], null);
        assertThat(sendAll()).containsExactly("a", "c", "d");
        assertThat(queue.sentRecords()).isEqualTo(4);
        queue.acknowledged(sent[0], null);
        assertThat(queue.settle()).isEqualTo(2);
    }

    @Test
    void recordStoredBeforeByAnother_isNotDelivered() {
        Entry[] sent = sent("a", "b");
        queue.acknowledged(sent[0], "first".getBytes(StandardCharsets.US_ASCII));
        queue.acknowledged(sent[1], null);
        queue.settle();
        assertThat(told).containsExactly("a stored as first", "b delivered", "b stored");
    }

    @Test
    void recordsStoredLast_areSentAgainAndNotToldAgain() {
        Entry[] sent = sent("a", "b");
        queue.acknowledged(sent[0], null);
        queue.settle();
        queue.sendAgain();
        assertThat(sendAll()).containsExactly("a", "b");
        queue.acknowledged(sent[0], null);
        queue.acknowledged(sent[1], null);
        queue.settle();
        assertThat(told).containsExactly("a delivered", "a stored", "b delivered", "b stored");
        assertThat(queue.bytes()).isZero();
        queue.forgetStored(1);
        queue.sendAgain();
        assertThat(sendAll()).isEmpty();
    }

    @Test
    void bytesThatWait_areBoundedUntilTheyAreStored() {
        assertThat(queue.offer(new Noted("123456"))).isTrue();
        assertThat(queue.offer(new Noted("12345"))).isFalse();
        queue.take();
        Entry entry = queue.peekUnsent();
        assertThat(entry).isNotNull();
        queue.sent(0);
        assertThat(queue.bytes()).isEqualTo(6);
        queue.acknowledged(entry, null);
        queue.settle();
        assertThat(queue.bytes()).isZero();
        assertThat(queue.offer(new Noted("a record that is larger than all of it")))
                .isTrue();
    }

    private Entry[] sent(String... ids) {
        for (String id : ids) {
            queue.offer(new Noted(id));
        }
        queue.take();
        List<Entry> entries = new ArrayList<>();
        for (Entry next = queue.peekUnsent(); next != null; next = queue.peekUnsent()) {
            entries.add(next);
            queue.sent(0);
        }
        return entries.toArray(Entry[]::new);
    }

    private List<String> sendAll() {
        List<String> ids = new ArrayList<>();
        for (Entry next = queue.peekUnsent(); next != null; next = queue.peekUnsent()) {
            ids.add(next.outgoing().id());
            queue.sent(0);
        }
        return ids;
    }

    /** A record that notes what it is told. */
    private final class Noted implements Outgoing {
        private final String id;

        Noted(String id) {
            this.id = id;
        }

        @Override
        public String target() {
            return "g.1";
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public boolean shared() {
            return false;
        }

        @Override
        public byte[] bytes() {
            return id.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public void deliver() {
            told.add(id + " delivered");
        }

        @Override
        public void stored(byte @Nullable [] first) {
            told.add(id + " stored" + (first == null ? "" : " as " + new String(first, StandardCharsets.US_ASCII)));
        }
    }
}
