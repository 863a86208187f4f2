package dev.outboard.im.chat;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The last messages of one group, each in a frame of its own outside the heap, numbered without a gap. Bounded by count,
 * bytes and age; what is over goes, the oldest first. Guarded by its group's lock, but for the messages that were read:
 * a {@link HistorySlice} has references of its own.
 */
public final class GroupLog implements AutoCloseable {
    private static final int FIRST_SLOTS = 8;

    private final HistoryBudget budget;
    private final HistoryLimits limits;

    // A ring: message n is in slot n % length. Its length is a power of two.
    private @Nullable ByteBuf[] frames = {};
    private long[] times = {};
    private long oldest;
    private long next;
    private long bytes;
    private boolean closed;

    /**
     * @param next the number of the first message to come
     */
    public GroupLog(HistoryBudget budget, long next) {
        this.budget = budget;
        this.limits = budget.limits();
        this.next = next;
        this.oldest = next;
    }

    /** Whether messages are kept at all. */
    public boolean keeps() {
        return limits.messages() > 0 && !closed;
    }

    /** The oldest number that is kept; the number of the next message where there is none. */
    public long oldest() {
        return oldest;
    }

    /** Messages that are kept. */
    public int size() {
        return (int) (next - oldest);
    }

    /**
     * Keeps a message, and lets go of what is too much then; where there is no room even so, all that was before goes as
     * well, so that what is kept has no gap. <em>Consumes</em> the frame.
     *
     * @param sequence the number behind the last one
     * @param frame one message between its reader and its writer index
     */
    public void append(long sequence, ByteBuf frame, long nowNanos) {
        if (sequence != next) {
            frame.release();
            throw new IllegalArgumentException("sequence: " + sequence + " (expected: " + next + ")");
        }
        next = sequence + 1;
        if (!keeps()) {
            frame.release();
            oldest = next;
            return;
        }
        int length = frame.readableBytes();
        while (size() > limits.messages() || size() > 1 && bytes + length > limits.bytes()) {
            dropOldest();
        }
        while (length > limits.bytes() || !budget.tryTake(length)) {
            if (size() == 1) {
                // The new one alone is too much.
                frame.release();
                oldest = next;
                return;
            }
            dropOldest();
        }
        if (size() > frames.length) {
            grow();
        }
        frames[slot(sequence)] = frame;
        times[slot(sequence)] = nowNanos;
        bytes += length;
        expire(nowNanos);
    }

    /** Says that a message was published and could not be kept: nor can any before it. */
    public void skip(long sequence) {
        clear();
        next = sequence + 1;
        oldest = next;
    }

    /** Takes back the message that was appended last: it was not published. */
    public void takeBack(long sequence) {
        if (sequence != next - 1) {
            throw new IllegalArgumentException("sequence: " + sequence + " (expected: " + (next - 1) + ")");
        }
        if (size() > 0) {
            release(sequence);
        } else {
            oldest = sequence;
        }
        next = sequence;
    }

    /** Lets go of what is too old. */
    public void expire(long nowNanos) {
        long age = limits.age().toNanos();
        while (size() > 0 && nowNanos - times[slot(oldest)] > age) {
            dropOldest();
        }
    }

    /**
     * <em>Returns owned</em>: the messages after {@code since}, the oldest first, as far as {@code limit} and the limits of
     * an answer go; where those right after it are gone, none.
     *
     * @param since not above the last number
     */
    public HistorySlice after(long since, int limit) {
        if (since + 1 < oldest) {
            return HistorySlice.lost(next - 1);
        }
        return slice(since + 1, next, limit);
    }

    /**
     * <em>Returns owned</em>: the messages before {@code until}, the newest first.
     *
     * @param until 0 for the newest there are
     */
    public HistorySlice before(long until, int limit) {
        long from = until == 0 || Long.compareUnsigned(until, next) > 0 ? next : Math.max(until, oldest);
        int count = 0;
        long taken = 0;
        int most = Math.min(limit, limits.pageMessages());
        while (count < most && from - 1 - count >= oldest) {
            taken += frame(from - 1 - count).readableBytes();
            if (count > 0 && taken > limits.pageBytes()) {
                break;
            }
            count++;
        }
        ByteBuf[] messages = new ByteBuf[count];
        for (int i = 0; i < count; i++) {
            messages[i] = frame(from - 1 - i).retain();
        }
        return new HistorySlice(messages, from - count, false, from - count > oldest);
    }

    /** Lets go of everything, and keeps nothing any more. */
    @Override
    public void close() {
        closed = true;
        clear();
    }

    private HistorySlice slice(long from, long to, int limit) {
        int most = (int) Math.min(to - from, Math.min(limit, limits.pageMessages()));
        int count = 0;
        long taken = 0;
        while (count < most) {
            taken += frame(from + count).readableBytes();
            if (count > 0 && taken > limits.pageBytes()) {
                break;
            }
            count++;
        }
        ByteBuf[] messages = new ByteBuf[count];
        for (int i = 0; i < count; i++) {
            messages[i] = frame(from + i).retain();
        }
        return new HistorySlice(messages, from + count - 1, false, from + count < to);
    }

    private void clear() {
        while (size() > 0) {
            dropOldest();
        }
    }

    private void dropOldest() {
        if (frames.length > 0 && frames[slot(oldest)] != null) {
            release(oldest);
        }
        oldest++;
    }

    private void release(long sequence) {
        ByteBuf frame = frame(sequence);
        int length = frame.readableBytes();
        frames[slot(sequence)] = null;
        bytes -= length;
        budget.giveBack(length);
        frame.release();
    }

    private ByteBuf frame(long sequence) {
        ByteBuf frame = frames[slot(sequence)];
        if (frame == null) {
            throw new IllegalStateException("message: not kept (expected: from " + oldest + " to " + (next - 1) + ")");
        }
        return frame;
    }

    private void grow() {
        @Nullable ByteBuf[] before = frames;
        long[] timesBefore = times;
        int length = Math.max(FIRST_SLOTS, before.length << 1);
        frames = new @Nullable ByteBuf[length];
        times = new long[length];
        for (long n = oldest; n < next && before.length > 0; n++) {
            int from = (int) (n & before.length - 1);
            frames[slot(n)] = before[from];
            times[slot(n)] = timesBefore[from];
        }
        Arrays.fill(before, null);
    }

    private int slot(long sequence) {
        return (int) (sequence & frames.length - 1);
    }
}
