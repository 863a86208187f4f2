package dev.outboard.im.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.codec.spi.Codecs;
import dev.outboard.im.v1.GroupMessage;
import dev.outboard.im.v1.Publish;
import dev.outboard.im.v1.PublishEncoder;
import dev.outboard.im.wire.WireFixture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The checks of the load: each kind of wrong delivery is noticed, and counted as what it is. */
class TallyTest {
    private static final int MEMBERS = 3;

    private final WireFixture wire = new WireFixture(Codecs.load("safe"));
    private final Population population = new Population(MEMBERS, 2, MEMBERS, 1, 42);
    private final Content content = new Content(1, 240);
    private final Broadcasts broadcasts = new Broadcasts();
    private final List<Broadcast> complete = new ArrayList<>();
    private final Tally tally =
            new Tally(population, content, broadcasts, new Window(0, Long.MAX_VALUE), complete::add);
    private final Session receiver = new Session(1, new FakeClientConnection(handler -> {}), population);

    @AfterEach
    void close() {
        wire.close();
    }

    @Test
    void deliveryAsSent_isCountedAndMeasured() throws Exception {
        deliver(message(sent(), 1));
        assertThat(tally.delivered()).isEqualTo(1);
        assertThat(tally.latencies().getTotalCount()).isEqualTo(1);
        assertFaults(0, 0, 0, 0, 0, 0);
    }

    @Test
    void deliveryToNoMember_isStray() throws Exception {
        deliver(message(sent(), 1).toBuilder().setGroupId(population.groupId(2)).build());
        assertFaults(1, 0, 0, 0, 0, 0);
    }

    @Test
    void bytesThatAreNoMessage_areMalformed() {
        wire.read(new byte[] {(byte) 0x80}, in -> {
            tally.deliver(receiver, in);
            return null;
        });
        assertFaults(0, 1, 0, 0, 0, 0);
        assertThat(tally.delivered()).isEqualTo(1);
    }

    @Test
    void messageThatWasNotSentLikeThat_isUnknown() throws Exception {
        GroupMessage message = message(sent(), 1);
        deliver(message.toBuilder().setClientSequence(999).build());
        deliver(message.toBuilder().setSequence(2).setSender(1).build());
        deliver(message.toBuilder().setSequence(3).setIntendedNanos(1).build());
        deliver(message.toBuilder()
                .setSequence(4)
                .setGroupId(population.groupId(1))
                .build());
        assertFaults(0, 0, 4, 0, 0, 0);
    }

    @Test
    void otherTextOrMentions_areAltered() throws Exception {
        String text = message(sent(), 1).getText();
        deliver(message(sent(), 2).toBuilder().setText(text).build());
        deliver(message(sent(), 3).toBuilder().setText("short").build());
        GroupMessage last = message(sent(), 4);
        deliver(last.toBuilder()
                .setText(last.getText().substring(0, 239) + "\u0000")
                .build());
        GroupMessage mentioned = message(sent(), 5);
        deliver(mentioned.toBuilder().addMentions(1).build());
        assertFaults(0, 0, 0, 4, 0, 0);
    }

    @Test
    void secondDelivery_isDuplicate_alsoWhenEverybodyHasTheMessage() throws Exception {
        Broadcast broadcast = sent();
        deliver(message(broadcast, 1));
        deliver(message(broadcast, 2));
        assertFaults(0, 0, 0, 0, 1, 0);
        broadcast.receipt(1, 1);
        broadcasts.full(broadcast);
        deliver(message(broadcast, 3));
        assertFaults(0, 0, 0, 0, 2, 0);
    }

    @Test
    void messageBehindALaterOne_isReordered() throws Exception {
        Broadcast first = sent();
        Broadcast second = sent();
        deliver(message(second, 2));
        deliver(message(first, 1));
        assertFaults(0, 0, 0, 0, 0, 1);
    }

    @Test
    void message_isComplete_whenAllWhoCanGetItHaveIt() throws Exception {
        Broadcast broadcast = sent();
        broadcast.deliver(0);
        deliver(message(broadcast, 1));
        assertThat(complete).isEmpty();
        Broadcast next = sent();
        next.deliver(0);
        next.receipt(3, 2);
        deliver(message(next, 2));
        assertThat(complete).containsExactly(next);
        assertThat(broadcasts.find(next.sequence())).isSameAs(next);
    }

    @Test
    void fullMessage_givesItsMemoryBack() throws Exception {
        Broadcast broadcast = sent();
        broadcast.deliver(0);
        broadcast.receipt(2, 2);
        deliver(message(broadcast, 1));
        assertThat(broadcasts.find(broadcast.sequence())).isSameAs(Broadcasts.FULL);
    }

    private Broadcast sent() {
        Broadcast broadcast = new Broadcast(broadcasts.nextSequence(), 0, 2, System.nanoTime(), 0, MEMBERS);
        broadcasts.add(broadcast);
        return broadcast;
    }

    /** What a server that works makes of the broadcast. */
    private GroupMessage message(Broadcast broadcast, long sequence) throws Exception {
        Publish publish = Publish.parseFrom(wire.write(
                out -> content.write(new PublishEncoder().wrap(out), broadcast.sequence(), new StringBuilder())));
        return GroupMessage.newBuilder()
                .setSequence(sequence)
                .setGroupId(population.groupId(0))
                .setSender(population.userId(2))
                .setIntendedNanos(broadcast.intendedNanos())
                .setClientSequence(broadcast.sequence())
                .setText(publish.getText())
                .addAllMentions(publish.getMentionsList())
                .build();
    }

    private void deliver(GroupMessage message) {
        wire.read(message.toByteArray(), in -> {
            tally.deliver(receiver, in);
            return null;
        });
    }

    private void assertFaults(long stray, long malformed, long unknown, long altered, long duplicate, long reordered) {
        Faults faults = tally.faults();
        assertThat(new long[] {
                    faults.stray, faults.malformed, faults.unknown, faults.altered, faults.duplicate, faults.reordered
                })
                .containsExactly(stray, malformed, unknown, altered, duplicate, reordered);
    }
}
