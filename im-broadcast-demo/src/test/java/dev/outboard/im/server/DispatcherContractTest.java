package dev.outboard.im.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.rpc.SendResult;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What every mode promises, on connections that do as they are told. Netty's channel groups want real ones. */
@ParameterizedClass
@MethodSource("modes")
class DispatcherContractTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int MEMBERS = 40;

    private final DispatcherFixture fixture = new DispatcherFixture();
    private final Mode mode;
    private final Dispatcher dispatcher;

    DispatcherContractTest(Mode mode) {
        this.mode = mode;
        this.dispatcher = mode.dispatcher(ImServerOptions.defaults(), fixture, fixture.counters);
    }

    static Stream<Mode> modes() {
        return Arrays.stream(Mode.values()).filter(mode -> mode != Mode.CHANNEL_GROUP && Modes.isAvailable(mode));
    }

    @AfterEach
    void close() {
        dispatcher.close();
        fixture.close();
    }

    @Test
    void everyMember_getsEveryMessageOnce_andInOrderWhereThatIsPromised() {
        fixture.members(MEMBERS, dispatcher);
        int messages = 50;
        for (int i = 0; i < messages; i++) {
            Publication receipt = fixture.publish(dispatcher);
            assertThat(receipt.recipients()).isEqualTo(MEMBERS);
            assertThat(receipt.dropped()).isZero();
        }
        assertThat(dispatcher.drain(LONG)).isTrue();
        List<Long> expected = LongStream.rangeClosed(1, messages).boxed().toList();
        assertThat(fixture.connections).allSatisfy(c -> assertThat(c.received()).hasSameElementsAs(expected));
        assertThat(fixture.connections)
                .allSatisfy(c -> assertThat(new HashSet<>(c.received())).hasSize(messages));
        if (mode.guarantees().ordered()) {
            assertThat(fixture.connections)
                    .allSatisfy(c -> assertThat(c.received()).isEqualTo(expected));
        }
        assertThat(dispatcher.written()).isEqualTo((long) messages * MEMBERS);
    }

    @Test
    void everyFate_isCountedOnce() {
        fixture.members(MEMBERS, dispatcher);
        fixture.offlineMember(7_777);
        fixture.connections.get(0).result = SendResult.QUEUE_FULL;
        fixture.connections.get(1).close();
        fixture.publish(dispatcher);
        assertThat(dispatcher.drain(LONG)).isTrue();
        assertThat(fixture.counters.slowConsumer.sum()).isEqualTo(1);
        assertThat(fixture.counters.offline.sum() + dispatcher.closed()).isEqualTo(2);
        assertThat(dispatcher.written()).isEqualTo(MEMBERS - 2);
        assertThat(fixture.accountedFor(dispatcher))
                .isEqualTo(fixture.counters.offered.sum())
                .isEqualTo(MEMBERS + 1);
    }

    @Test
    void references_areAllGivenBack() {
        fixture.members(MEMBERS, dispatcher);
        fixture.publish(dispatcher);
        assertThat(dispatcher.drain(LONG)).isTrue();
        assertThat(Waiting.until(() -> fixture.pushes.stream().allMatch(push -> push.references() == 0), LONG))
                .isTrue();
    }

    @Test
    void emptyGroup_costsNothing() {
        fixture.members(0, dispatcher);
        assertThat(fixture.publish(dispatcher).recipients()).isZero();
        assertThat(dispatcher.inFlight()).isZero();
        assertThat(dispatcher.queued()).isZero();
    }

    @Test
    void closing_inTheMiddle_givesBackWhatWaits() {
        fixture.members(MEMBERS, dispatcher);
        for (int i = 0; i < 20; i++) {
            fixture.publish(dispatcher);
        }
        dispatcher.close();
        assertThat(Waiting.until(() -> fixture.pushes.stream().allMatch(push -> push.references() == 0), LONG))
                .isTrue();
    }
}
