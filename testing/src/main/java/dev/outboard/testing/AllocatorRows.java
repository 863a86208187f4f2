package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameAllocator;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the allocator books, what it refuses, and that it gives everything back. */
abstract class AllocatorRows extends CodecRows {
    private static final int SMALLEST = 256;
    private static final int MIB = 1 << 20;

    AllocatorRows(CodecProvider codec) {
        super(codec);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                1,
                255,
                256,
                257,
                383,
                384,
                385,
                512,
                513,
                768,
                769,
                1023,
                1024,
                1025,
                4096,
                65_535,
                65_536,
                65_537,
                MIB - 1,
                MIB,
                MIB + 1,
                3 * MIB,
                4 * MIB - 1,
                4 * MIB,
                4 * MIB + 1,
                5 * MIB + 12_345,
                64 * MIB
            })
    void frame_isBookedWithAThirdOfWasteAtTheMost(int bytes) {
        ByteBuf frame = frames.buffer(bytes);
        assertThat(frame.capacity()).isEqualTo(bytes);
        assertThat(ledger.usedBytes()).isBetween((long) bytes, Math.max(SMALLEST, bytes * 3L / 2));
        assertThat(ledger.reservedBytes()).isGreaterThanOrEqualTo(ledger.usedBytes());
        frame.setByte(0, 1).setByte(bytes - 1, 2);
        assertThat(frame.release()).isTrue();
        assertThat(ledger.usedBytes()).isZero();
    }

    @Test
    void everySize_hasRoomForItself() {
        Seed seed = Seed.fresh();
        var random = seed.random();
        for (int i = 0; i < 5000; i++) {
            int bytes = 1 + random.nextInt(1 << 1 + random.nextInt(23));
            ByteBuf frame = frames.buffer(bytes);
            frame.setByte(bytes - 1, 1);
            assertThat(ledger.usedBytes())
                    .as("%d bytes, %s", bytes, seed)
                    .isBetween((long) bytes, Math.max(256, bytes * 2L));
            frame.release();
        }
        assertThat(ledger.usedBytes()).isZero();
    }

    @Test
    void framesOutTogether_shareNoByte() {
        List<ByteBuf> out = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            ByteBuf frame = frames.buffer(200 + i % 300);
            frame.setIndex(0, frame.capacity());
            for (int at = 0; at < frame.capacity() - 2; at++) {
                frame.setByte(at, i);
            }
            frame.setMedium(0, i).setMedium(frame.capacity() - 3, i);
            out.add(frame);
        }
        for (int i = 0; i < out.size(); i++) {
            int last = out.get(i).capacity() - 3;
            assertThat(out.get(i).getMedium(0)).isEqualTo(i);
            assertThat(out.get(i).getMedium(last)).isEqualTo(i);
            byte fill = (byte) i;
            assertThat(out.get(i).forEachByte(3, last - 3, b -> b == fill)).isEqualTo(-1);
            out.get(i).release();
        }
        assertThat(ledger.usedBytes()).isZero();
    }

    @Test
    void reuse_keepsReservedFlat() {
        frames.buffer(1000).release();
        long reserved = ledger.reservedBytes();
        for (int i = 0; i < 100_000; i++) {
            frames.buffer(1000).release();
        }
        assertThat(ledger.reservedPeakBytes()).isEqualTo(reserved);
    }

    @Test
    void growth_isBookedAtTheNewSizeOnly() {
        ByteBuf frame = frames.buffer(300);
        frame.capacity(40_000);
        assertThat(ledger.usedBytes()).isBetween(40_000L, 60_000L);
        frame.capacity(6 * MIB);
        assertThat(ledger.usedBytes()).isBetween(6L * MIB, 9L * MIB);
        assertThat(frame.release()).isTrue();
        assertThat(ledger.usedBytes()).isZero();
    }

    @Test
    void hugeFrame_goesBackToTheSystem() {
        long before = ledger.reservedBytes();
        takeAndRelease(frames, 20 * MIB);
        assertThat(ledger.reservedPeakBytes() - before).isBetween(20L * MIB, 21L * MIB);
        Collected.await("reserved is back at " + before, () -> ledger.reservedBytes() == before);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE})
    void negativeCapacity_isRefused(int bytes) {
        assertThatThrownBy(() -> frames.buffer(bytes)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void capacityAboveItsMaximum_isRefused() {
        assertThatThrownBy(() -> frames.buffer(2, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void buffers_ofEveryNameAreFramesExceptHeapOnes() {
        List<ByteBuf> buffers = List.of(
                frames.buffer(), frames.buffer(8), frames.ioBuffer(), frames.ioBuffer(8), frames.directBuffer(8, 16));
        assertThat(buffers).allMatch(ByteBuf::isDirect);
        assertThat(ledger.usedBytes()).isEqualTo(5 * SMALLEST);
        ByteBuf heap = frames.heapBuffer(8);
        assertThat(heap.hasArray()).isTrue();
        assertThat(ledger.usedBytes()).isEqualTo(5 * SMALLEST);
        heap.release();
        buffers.forEach(ByteBuf::release);
    }

    @Test
    void budget_refusesTheSlabThatPassesIt_andChangesNothing() {
        MemoryLedger tight = new MemoryLedger(4 * MIB);
        try (FrameAllocator bounded = codec.newAllocator(tight)) {
            ByteBuf first = bounded.buffer(3 * MIB);
            long reserved = tight.reservedBytes();
            long used = tight.usedBytes();
            assertThatThrownBy(() -> bounded.buffer(2 * MIB))
                    .isInstanceOf(FrameBudgetException.class)
                    .hasMessageContaining(Integer.toString(4 * MIB));
            assertThat(tight.reservedBytes()).isEqualTo(reserved);
            assertThat(tight.usedBytes()).isEqualTo(used);
            assertThat(tight.refusals()).isPositive();
            first.release();
        }
    }

    @Test
    void budget_refusesGrowth_andTheFrameStaysWhole() {
        try (FrameAllocator bounded = codec.newAllocator(new MemoryLedger(MIB))) {
            ByteBuf frame = bounded.buffer(256).writeBytes(WireCase.pattern(256));
            assertThatThrownBy(() -> frame.capacity(2 * MIB)).isInstanceOf(FrameBudgetException.class);
            assertThat(frame.capacity()).isEqualTo(256);
            assertThat(frame.getByte(255)).isEqualTo(WireCase.pattern(256)[255]);
            assertThat(frame.release()).isTrue();
            assertThat(bounded.ledger().usedBytes()).isZero();
        }
    }

    @Test
    void budget_refusesAWritersGrowth_andTheWriterSaysSo() {
        try (FrameAllocator bounded = codec.newAllocator(new MemoryLedger(MIB))) {
            ByteBuf frame = bounded.buffer(256);
            writer.attach(frame, 0);
            byte[] block = new byte[2 * MIB];
            assertThatThrownBy(() -> writer.writeRaw(block, 0, block.length)).isInstanceOf(FrameBudgetException.class);
            writer.detach();
            frame.release();
            assertThat(bounded.ledger().usedBytes()).isZero();
        }
    }

    @Test
    void budget_refusesHugeFrames() {
        MemoryLedger tight = new MemoryLedger(8 * MIB);
        try (FrameAllocator bounded = codec.newAllocator(tight)) {
            assertThatThrownBy(() -> bounded.buffer(9 * MIB)).isInstanceOf(FrameBudgetException.class);
            assertThatThrownBy(() -> bounded.buffer(Integer.MAX_VALUE)).isInstanceOf(FrameBudgetException.class);
            assertThat(tight.reservedBytes()).isZero();
        }
    }

    /** A writer's marks have no room for places past it. */
    @Test
    void frame_isHalfAGibibyteAtTheMost() {
        try (FrameAllocator roomy = codec.newAllocator(new MemoryLedger(Long.MAX_VALUE))) {
            assertThatThrownBy(() -> roomy.buffer((1 << 29) + 1))
                    .isInstanceOf(FrameBudgetException.class)
                    .hasMessage("frame: 536870913 bytes (expected: at most 536870912)");
            assertThat(roomy.ledger().reservedBytes()).isZero();
        }
    }

    @Test
    void budget_ofIdleSlabsOfOtherSizes_isFreedForThisOne() {
        try (FrameAllocator bounded = codec.newAllocator(new MemoryLedger(4 * MIB))) {
            bounded.buffer(3 * MIB).release();
            bounded.trim();
            Collected.await("the idle slab is back", () -> bounded.ledger().reservedBytes() == 0);
            assertThat(bounded.buffer(4 * MIB).release()).isTrue();
        }
    }

    /** Slabs of several sizes at the budget's edge, from several threads: each waits for no lock that another holds. */
    @Test
    void budget_atItsEdgeFromManyThreads_neverBlocks() throws InterruptedException {
        FrameAllocator bounded = codec.newAllocator(new MemoryLedger(2 * MIB));
        CountDownLatch done = new CountDownLatch(4);
        for (int i = 0; i < 4; i++) {
            int bytes = 256 << 2 * i;
            Thread thread = new Thread(() -> {
                hammer(bounded, bytes);
                done.countDown();
            });
            thread.setDaemon(true);
            thread.start();
        }
        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(bounded.ledger().usedBytes()).isZero();
        bounded.close();
    }

    @Test
    void close_returnsEverySlab() {
        MemoryLedger mine = MemoryLedger.unbounded();
        FrameAllocator closing = codec.newAllocator(mine);
        List<ByteBuf> out = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            out.add(closing.buffer(1 + i * 1000));
        }
        out.forEach(ByteBuf::release);
        out.clear();
        closing.close();
        Collected.await("all slabs are back", () -> mine.reservedBytes() == 0);
    }

    @Test
    void frameReleasedAfterClose_takesItsSlabWithIt() {
        MemoryLedger mine = MemoryLedger.unbounded();
        FrameAllocator closing = codec.newAllocator(mine);
        closeWithOneFrameOut(closing);
        assertThat(mine.usedBytes()).isZero();
        Collected.await("the last slab is back", () -> mine.reservedBytes() == 0);
    }

    @Test
    void allocatingAndGrowing_afterClose_throw() {
        FrameAllocator closing = codec.newAllocator(ledger);
        ByteBuf late = closing.buffer(300);
        closing.close();
        assertThatThrownBy(() -> closing.buffer(16)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> closing.buffer(16 * MIB)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> late.capacity(100_000)).isInstanceOf(IllegalStateException.class);
        assertThat(late.release()).isTrue();
        closing.close();
    }

    @Test
    void ledger_ofTwoAllocators_isTheirSum() {
        try (FrameAllocator other = codec.newAllocator(ledger)) {
            ByteBuf mine = frames.buffer(256);
            ByteBuf its = other.buffer(1024);
            assertThat(ledger.usedBytes()).isEqualTo(256 + 1024);
            assertThat(mine.release() && its.release()).isTrue();
            assertThat(ledger.usedBytes()).isZero();
        }
    }

    /** In a method of its own, so that no local variable keeps the handle, and with it the slab, reachable. */
    private static void takeAndRelease(FrameAllocator from, int bytes) {
        assertThat(from.buffer(bytes).release()).isTrue();
    }

    private static void closeWithOneFrameOut(FrameAllocator closing) {
        ByteBuf late = closing.buffer(300).writeInt(7);
        closing.close();
        assertThat(late.readInt()).isEqualTo(7);
        assertThat(late.release()).isTrue();
    }

    private static void hammer(FrameAllocator bounded, int bytes) {
        for (int round = 0; round < 300; round++) {
            List<ByteBuf> out = new ArrayList<>();
            try {
                for (int i = 0; i < 100; i++) {
                    out.add(bounded.buffer(bytes));
                }
            } catch (FrameBudgetException refused) {
                assertThat(refused.getMessage()).contains("refused");
            }
            out.forEach(ByteBuf::release);
        }
    }
}
