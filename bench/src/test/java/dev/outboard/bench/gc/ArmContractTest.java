package dev.outboard.bench.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.bench.gc.legacy.LegacyReader;
import dev.outboard.bench.gc.legacy.RawFrame;
import dev.outboard.codec.FrameBudgetException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What makes the arms comparable: the same content in, the same bytes between, the same content out. */
class ArmContractTest {
    private static final long BUDGET = 64 << 20;
    private static final Set<GcArm> WITHOUT_OWN_BUDGET = EnumSet.of(
            GcArm.DIRECT_PER_MESSAGE,
            GcArm.NETTY_POOLED,
            GcArm.NETTY_ADAPTIVE,
            GcArm.HEAP,
            GcArm.FFM_AUTO,
            GcArm.FFM_CONFINED);

    /**
     * From 23 on the tests run with {@code sun.misc.Unsafe} denied, where no legacy arm can run; {@link GcBenchTest} runs
     * those in a JVM of their own, as the benchmark does.
     */
    static Stream<GcArm> arms() {
        return Stream.of(GcArm.values())
                .filter(arm -> !arm.needsUnsafe() || Runtime.version().feature() < 23)
                .filter(arm -> arm.unavailable().isEmpty());
    }

    @ParameterizedTest
    @MethodSource("arms")
    void message_comesBackAsItWasSent(GcArm arm) {
        try (ArmMemory memory = ArmMemory.open(arm, BUDGET)) {
            List<Order> orders = orders(2000);
            assertThat(roundTrips(memory.newOwnership(), orders)).isEqualTo(orders.size());
        }
    }

    @ParameterizedTest
    @MethodSource("arms")
    void bytes_areTheSameInEveryArm(GcArm arm) {
        Order order = orders(1).get(0);
        try (ArmMemory memory = ArmMemory.open(arm, BUDGET);
                ArmMemory reference = ArmMemory.open(GcArm.DIRECT_PER_MESSAGE, BUDGET)) {
            byte[] expected = encoded(reference.newOwnership(), order);
            assertThat(expected.length).isBetween(700, Ownership.FRAME_BYTES);
            assertThat(encoded(memory.newOwnership(), order)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("arms")
    void released_ownsNothing(GcArm arm) {
        try (ArmMemory memory = ArmMemory.open(arm, BUDGET)) {
            Ownership<?> ownership = memory.newOwnership();
            roundTrips(ownership, orders(1000));
            discarded(ownership, orders(1000));
            assertThat(memory.ownedBytes()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("arms")
    void nativeMemory_isSeenWhileHeld(GcArm arm) {
        int least = arm == GcArm.HEAP ? 0 : 100 * Ownership.FRAME_BYTES;
        try (ArmMemory memory = ArmMemory.open(arm, BUDGET)) {
            assertThat(nativeBytesWith(memory, memory.newOwnership(), 100)).isGreaterThanOrEqualTo(least);
        }
    }

    /** The others' budget is the JVM's limit of direct memory, which is the same for all tests, or the heap. */
    @ParameterizedTest
    @MethodSource("arms")
    void budget_isEnforced(GcArm arm) {
        int frames = 4096; // 16 MiB
        try (ArmMemory memory = ArmMemory.open(arm, 8 << 20)) {
            Ownership<?> ownership = memory.newOwnership();
            if (WITHOUT_OWN_BUDGET.contains(arm)) {
                assertThat(heldAndDiscarded(ownership, frames)).isEqualTo(frames);
                assertThat(memory.ownedBytes()).isZero();
            } else {
                assertThatThrownBy(() -> hold(ownership, frames))
                        .isInstanceOfAny(OutOfMemoryError.class, FrameBudgetException.class);
                assertThat(memory.nativeBytes()).isLessThanOrEqualTo(8 << 20);
                assertThat(memory.ownedBytes()).isZero();
            }
        }
    }

    @Test
    void mismatch_isNoticed() {
        Order order = orders(1).get(0);
        Order other = orders(1).get(0);
        assertThat(order.sameAs(other)).isTrue();
        other.items[Order.ITEMS - 1].name = "another";
        assertThat(order.sameAs(other)).isFalse();
        other = orders(1).get(0);
        other.body[Order.BODY_BYTES - 1]++;
        assertThat(order.sameAs(other)).isFalse();
    }

    private static <F> int roundTrips(Ownership<F> ownership, List<Order> orders) {
        int same = 0;
        for (Order order : orders) {
            Order received = ownership.receive(ownership.send(order));
            same += received != null && received.sameAs(order) ? 1 : 0;
        }
        return same;
    }

    private static <F> void discarded(Ownership<F> ownership, List<Order> orders) {
        orders.stream().map(ownership::send).toList().forEach(ownership::discard);
    }

    private static <F> long nativeBytesWith(ArmMemory memory, Ownership<F> ownership, int frames) {
        List<F> held = hold(ownership, frames);
        long bytes = memory.nativeBytes();
        held.forEach(ownership::discard);
        return bytes;
    }

    private static <F> int heldAndDiscarded(Ownership<F> ownership, int frames) {
        List<F> held = hold(ownership, frames);
        held.forEach(ownership::discard);
        return held.size();
    }

    private static <F> List<F> hold(Ownership<F> ownership, int frames) {
        List<F> held = new ArrayList<>();
        try {
            orders(frames).forEach(order -> held.add(ownership.send(order)));
            return held;
        } catch (OutOfMemoryError | FrameBudgetException e) {
            held.forEach(ownership::discard);
            throw e;
        }
    }

    private static <F> byte[] encoded(Ownership<F> ownership, Order order) {
        F frame = ownership.send(order);
        byte[] bytes = bytes(frame);
        ownership.discard(frame);
        return bytes;
    }

    private static byte[] bytes(Object frame) {
        if (frame instanceof ByteBuf buf) {
            return ByteBufUtil.getBytes(buf);
        }
        if (frame instanceof RawFrame raw) {
            LegacyReader reader = new LegacyReader();
            reader.attach(raw);
            byte[] bytes = new byte[raw.length()];
            reader.bytesAt(0, bytes, 0, bytes.length);
            return bytes;
        }
        ByteBuffer buffer = frame instanceof DirectArm.DirectFrame direct
                ? direct.buffer()
                : frame instanceof ArenaArm.ArenaFrame arena ? arena.buffer() : (ByteBuffer) frame;
        byte[] bytes = new byte[buffer.limit()];
        buffer.get(0, bytes);
        return bytes;
    }

    private static List<Order> orders(int count) {
        SplittableRandom random = new SplittableRandom(42);
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            orders.add(Order.request(i, i * 1_000_003L, random));
        }
        return orders;
    }
}
