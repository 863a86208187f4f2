package dev.outboard.rpc.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.ProtocolException;
import dev.outboard.testing.FakeClock;
import dev.outboard.testing.Seed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CallTableTest {
    private static final long SECOND = 1_000_000_000;

    /** One second before the sign changes. */
    private final long start = new FakeClock().nanoTime();

    private final CallTable table = new CallTable(100);

    @Test
    void slots_beginAtOneAndAreUsedAgain() {
        PendingCall first = table.open(handler(), 0);
        assertThat(FrameHeader.slot(first.stream())).isEqualTo(1);
        assertThat(FrameHeader.slot(table.open(handler(), 0).stream())).isEqualTo(2);
        int earlier = first.stream();
        table.close(first);
        PendingCall again = table.open(handler(), 0);
        assertThat(FrameHeader.slot(again.stream())).isEqualTo(1);
        assertThat(again.stream()).isNotEqualTo(earlier);
    }

    @Test
    void replyToAnEarlierCallOfTheSlot_isRefused() {
        PendingCall call = table.open(handler(), 0);
        int earlier = call.stream();
        table.close(call);
        table.open(handler(), 0);
        assertThatThrownBy(() -> table.find(earlier)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void replyToNoCall_isRefused() {
        for (int stream : new int[] {0, 1, 7, FrameHeader.MAX_SLOT, -1}) {
            assertThatThrownBy(() -> table.find(stream)).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void generation_wrapsAround() {
        PendingCall call = table.open(handler(), 0);
        int first = call.stream();
        for (int i = 0; i <= FrameHeader.MAX_GENERATION; i++) {
            assertThat(table.find(call.stream())).isSameAs(call);
            table.close(call);
            assertThat(table.open(handler(), 0)).isSameAs(call);
        }
        assertThat(call.stream()).isEqualTo(first);
    }

    @Test
    void fullTable_givesNoSlot() {
        for (int i = 0; i < 100; i++) {
            assertThat(table.open(handler(), 0)).isNotNull();
        }
        assertThat(table.open(handler(), 0)).isNull();
        assertThat(table.inFlight()).isEqualTo(100);
    }

    @Test
    void expiry_tellsOnceAndKeepsTheSlot() {
        ReplyHandler handler = handler();
        PendingCall call = table.open(handler, start + 3 * SECOND);
        List<ReplyHandler> ended = new ArrayList<>();
        assertThat(table.expire(start + SECOND / 2, (c, h) -> ended.add(h))).isEqualTo(5 * SECOND / 2);
        assertThat(table.expire(start + 2 * SECOND, (c, h) -> ended.add(h))).isEqualTo(SECOND);
        assertThat(ended).isEmpty();
        assertThat(table.expire(start + 3 * SECOND, (c, h) -> ended.add(h))).isEqualTo(Long.MAX_VALUE);
        assertThat(table.expire(start + 4 * SECOND, (c, h) -> ended.add(h))).isEqualTo(Long.MAX_VALUE);
        assertThat(ended).containsExactly(handler);
        assertThat(table.inFlight()).isEqualTo(1);
        assertThat(table.find(call.stream()).takeHandler()).isNull();
    }

    @Test
    void failAll_endsWhatIsAwaitedAndFreesAll() {
        ReplyHandler expired = handler();
        ReplyHandler awaited = handler();
        table.open(expired, start);
        table.open(awaited, start + 2 * SECOND);
        table.expire(start + 1, (call, handler) -> {});
        List<ReplyHandler> ended = new ArrayList<>();
        table.failAll((call, handler) -> ended.add(handler));
        assertThat(ended).containsExactly(awaited);
        assertThat(table.inFlight()).isZero();
    }

    @Test
    void table_agreesWithAMap() {
        Seed seed = Seed.fresh();
        SplittableRandom random = seed.random();
        Map<Integer, PendingCall> model = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            if (random.nextBoolean() && model.size() < 100) {
                PendingCall call = table.open(handler(), 0);
                assertThat(model.put(call.stream(), call)).as(seed.toString()).isNull();
            } else if (!model.isEmpty()) {
                int stream = model.keySet().iterator().next();
                assertThat(table.find(stream)).as(seed.toString()).isSameAs(model.remove(stream));
                table.close(table.find(stream));
            }
            assertThat(table.inFlight()).isEqualTo(model.size());
        }
    }

    private static ReplyHandler handler() {
        return new ReplyHandler() {
            @Override
            public void onReply(WireReader reply) {
                throw new AssertionError();
            }

            @Override
            public void onFailure(Status status) {
                throw new AssertionError();
            }
        };
    }
}
