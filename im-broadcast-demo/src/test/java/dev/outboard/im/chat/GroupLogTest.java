package dev.outboard.im.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.testing.Seed;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupLogTest {
    private static final int FIRST = 11;

    private final FrameAllocator allocator = Codecs.load("safe").newAllocator(MemoryLedger.unbounded());
    private final HistoryBudget budget = new HistoryBudget(limits(4, 1 << 10, 4 << 10));
    private final GroupLog<ByteBuf> log = new GroupLog<>(budget, FIRST);
    private long next = FIRST;

    @AfterEach
    void nothingIsLeft() {
        log.close();
        assertThat(budget.bytes()).isZero();
        assertThat(budget.messages()).isZero();
        allocator.close();
    }

    @Test
    void messages_areReadForwardAndBackward() {
        appendAll(3, 10);
        assertThat(after(FIRST - 1, 10)).containsExactly(11L, 12L, 13L);
        assertThat(after(11, 1)).containsExactly(12L);
        assertThat(after(13, 10)).isEmpty();
        assertThat(before(0, 10)).containsExactly(13L, 12L, 11L);
        assertThat(before(13, 1)).containsExactly(12L);
        assertThat(before(11, 10)).isEmpty();
    }

    @Test
    void count_isBounded_andWhatIsGoneIsLost() {
        appendAll(9, 10);
        assertThat(log.oldest()).isEqualTo(16);
        assertThat(after(15, 10)).containsExactly(16L, 17L, 18L, 19L);
        try (HistorySlice<ByteBuf> slice = log.after(14, 10)) {
            assertThat(slice.isLost()).isTrue();
            assertThat(slice.size()).isZero();
        }
    }

    @Test
    void numbersThatStandForNothing_areNoGap() {
        append(10, 0);
        log.pass(next + 1, 0);
        next += 2;
        append(10, 0);
        assertThat(after(FIRST - 1, 10)).containsExactly(11L, 14L);
        assertThat(before(0, 10)).containsExactly(14L, 11L);
        try (HistorySlice<ByteBuf> slice = log.after(FIRST - 1, 1)) {
            assertThat(slice.hasMore()).isTrue();
            assertThat(slice.reached()).isEqualTo(13);
        }
        try (HistorySlice<ByteBuf> slice = log.after(12, 10)) {
            assertThat(slice.isLost()).isFalse();
            assertThat(slice.reached()).isEqualTo(14);
        }
    }

    @Test
    void numbersThatStandForNothing_countAndGoWithAge() {
        append(10, 0);
        log.pass(next + 2, 0);
        next += 3;
        append(10, Duration.ofSeconds(2).toNanos());
        assertThat(log.oldest()).isEqualTo(15);
        log.pass(next + 100, 0);
        assertThat(log.size()).isZero();
        assertThat(log.oldest()).isEqualTo(116 + 1);
    }

    @Test
    void messageThatComesLate_takesItsPlace() {
        append(10, 0);
        log.pass(12, 0);
        next++;
        append(10, 0);
        assertThat(log.isVacant(12)).isTrue();
        assertThat(log.isVacant(11)).isFalse();
        assertThat(log.isVacant(14)).isFalse();
        log.fill(12, frame(12, 10), 10, 0);
        log.fill(12, frame(12, 10), 10, 0);
        assertThat(after(FIRST - 1, 10)).containsExactly(11L, 12L, 13L);
        assertThat(budget.bytes()).isEqualTo(30);
    }

    @Test
    void answer_hasNoMoreThanThereIsRoomFor() {
        appendAll(4, 100);
        assertThat(numbers(log.after(FIRST - 1, 10, 250))).containsExactly(11L, 12L);
        assertThat(numbers(log.after(FIRST - 1, 10, 0))).containsExactly(11L);
        assertThat(numbers(log.after(FIRST - 1, 0, 1_000))).isEmpty();
    }

    @Test
    void bytes_areBounded() {
        appendAll(4, 400);
        assertThat(after(12, 10)).containsExactly(13L, 14L);
        assertThat(budget.bytes()).isEqualTo(800);
    }

    @Test
    void messageThatIsTooLong_endsWhatIsKept() {
        appendAll(2, 10);
        append(2_000, 0);
        assertThat(log.size()).isZero();
        appendAll(1, 10);
        assertThat(after(13, 10)).containsExactly(14L);
    }

    @Test
    void age_isBounded() {
        append(10, 0);
        append(10, 50);
        log.expire(Duration.ofSeconds(1).toNanos() + 1);
        assertThat(log.oldest()).isEqualTo(12);
        append(10, Duration.ofSeconds(3).toNanos());
        assertThat(log.oldest()).isEqualTo(13);
    }

    @Test
    void allLogsTogether_areBounded() {
        HistoryBudget small = new HistoryBudget(limits(100, 1 << 20, 1 << 10));
        try (GroupLog<ByteBuf> one = new GroupLog<>(small, 1);
                GroupLog<ByteBuf> other = new GroupLog<>(small, 1)) {
            one.append(1, frame(1, 600), 600, 0);
            other.append(1, frame(1, 300), 300, 0);
            other.append(2, frame(2, 300), 300, 0);
            assertThat(other.oldest()).isEqualTo(2);
            other.append(3, frame(3, 500), 500, 0);
            assertThat(other.size()).isZero();
            assertThat(one.size()).isEqualTo(1);
        }
        assertThat(small.bytes()).isZero();
    }

    @Test
    void messageThatWasNotPublished_isTakenBack() {
        appendAll(2, 10);
        log.append(13, frame(13, 10), 10, 0);
        log.takeBack(13);
        appendAll(1, 10);
        assertThat(after(FIRST - 1, 10)).containsExactly(11L, 12L, 13L);
        assertThatThrownBy(() -> log.takeBack(12)).hasMessage("sequence: 12 (expected: 13)");
    }

    @Test
    void messageThatCouldNotBeKept_makesAllBeforeItLost() {
        appendAll(2, 10);
        log.skip(next++);
        appendAll(1, 10);
        assertThat(log.oldest()).isEqualTo(14);
        assertThat(after(13, 10)).containsExactly(14L);
    }

    @Test
    void numbersWithAGap_areRefused() {
        assertThatThrownBy(() -> log.append(12, frame(12, 10), 10, 0)).hasMessage("sequence: 12 (expected: 11)");
    }

    @Test
    void closedLog_keepsNothing() {
        log.close();
        append(10, 0);
        assertThat(log.keeps()).isFalse();
        assertThat(log.size()).isZero();
    }

    @Test
    void slice_outlivesItsMessages() {
        append(10, 0);
        try (HistorySlice<ByteBuf> slice = log.after(FIRST - 1, 10)) {
            log.close();
            assertThat(slice.message(0).readLong()).isEqualTo(FIRST);
        }
    }

    @Test
    void answers_areBoundedInBytesAndNumber() {
        HistoryBudget wide =
                new HistoryBudget(new HistoryLimits(100, 1 << 20, Duration.ofHours(1), 1 << 20, 5, 1 << 10));
        try (GroupLog<ByteBuf> paged = new GroupLog<>(wide, 1)) {
            for (int i = 1; i <= 20; i++) {
                int length = i <= 10 ? 20 : 700;
                paged.append(i, frame(i, length), length, 0);
            }
            assertPage(paged.after(0, 100), List.of(1L, 2L, 3L, 4L, 5L), 5, true);
            assertPage(paged.after(9, 100), List.of(10L, 11L), 11, true);
            assertPage(paged.after(19, 100), List.of(20L), 20, false);
            assertPage(paged.before(0, 100), List.of(20L), 20, true);
            assertPage(paged.before(4, 100), List.of(3L, 2L, 1L), 1, false);
        }
    }

    /** Against a plain list, over many sizes. */
    @Test
    void log_holdsTheLastMessagesThatFit() {
        Seed seed = Seed.fresh();
        SplittableRandom random = seed.random();
        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            int length = random.nextInt(8, 600);
            lengths.add(length);
            append(length, 0);
            int kept = 0;
            int bytes = 0;
            while (kept < Math.min(4, lengths.size()) && bytes + lengths.get(lengths.size() - 1 - kept) <= 1 << 10) {
                bytes += lengths.get(lengths.size() - 1 - kept++);
            }
            assertThat(log.size()).as("after %s, %s", i, seed).isEqualTo(kept);
            assertThat(budget.bytes()).as("%s", seed).isEqualTo(bytes);
        }
    }

    private static void assertPage(HistorySlice<ByteBuf> slice, List<Long> numbers, long reached, boolean more) {
        assertThat(numbers(slice)).isEqualTo(numbers);
        assertThat(slice.reached()).isEqualTo(reached);
        assertThat(slice.hasMore()).isEqualTo(more);
    }

    private void appendAll(int count, int length) {
        for (int i = 0; i < count; i++) {
            append(length, 0);
        }
    }

    private void append(int length, long nowNanos) {
        log.append(next, frame(next, length), length, nowNanos);
        next++;
    }

    private List<Long> after(long since, int limit) {
        return numbers(log.after(since, limit));
    }

    private List<Long> before(long until, int limit) {
        return numbers(log.before(until, limit));
    }

    private static List<Long> numbers(HistorySlice<ByteBuf> slice) {
        try (slice) {
            List<Long> numbers = new ArrayList<>();
            for (int i = 0; i < slice.size(); i++) {
                numbers.add(slice.message(i).getLong(slice.message(i).readerIndex()));
            }
            return numbers;
        }
    }

    /** A frame that begins with its number. */
    private ByteBuf frame(long number, int length) {
        return allocator.directBuffer(length).writeLong(number).writeZero(length - Long.BYTES);
    }

    private static HistoryLimits limits(int messages, int bytes, int total) {
        return new HistoryLimits(messages, bytes, Duration.ofSeconds(1), total, 200, 64 << 10);
    }
}
