package dev.outboard.im.chat;

import io.netty.util.ReferenceCounted;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last messages of one lane of a group, numbered without a gap but for numbers that were never published, each in something that is released, such as a frame outside
 * the heap. Bounded by count, bytes and age; what is over goes, the oldest first. Guarded by its group's lock, but for
 * the messages that were read: a {@link HistorySlice} has references of its own.
 *
 * @param <M> what a message is kept in
 */
public final class GroupLog<M extends ReferenceCounted> implements AutoCloseable {
    private static final int FIRST_SLOTS = 8;

    private final HistoryBudget budget;
    private final HistoryLimits limits;

    // A ring: message n is in slot n % length. Its length is a power of two.
    private @Nullable Object[] messages = {};
    private int[] lengths = {};
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
     * well, so that what is kept has no gap. <em>Consumes</em> the message.
     *
     * @param sequence the number behind the last one
     * @param length its bytes
     */
    public void append(long sequence, M message, int length, long nowNanos) {
        if (sequence != next) {
            message.release();
            throw new IllegalArgumentException("sequence: " + sequence + " (expected: " + next + ")");
        }
        next = sequence + 1;
        if (!keeps()) {
            message.release();
            oldest = next;
            return;
        }
        while (size() > limits.messages() || size() > 1 && bytes + length > limits.bytes()) {
            dropOldest();
        }
        while (length > limits.bytes() || !budget.tryTake(length)) {
            if (size() == 1) {
                // The new one alone is too much.
                message.release();
                oldest = next;
                return;
            }
            dropOldest();
        }
        if (size() > messages.length) {
            grow();
        }
        int slot = slot(sequence);
        messages[slot] = message;
        lengths[slot] = length;
        times[slot] = nowNanos;
        bytes += length;
        expire(nowNanos);
    }

    /** Says that a message was published and could not be kept: nor can any before it. */
    public void skip(long sequence) {
        clear();
        next = sequence + 1;
        oldest = next;
    }

    /**
     * Says that the numbers up to this one, from the next one on, stand for no message: nothing is missing there.
     *
     * @param sequence not below the last number
     */
    public void pass(long sequence, long nowNanos) {
        if (sequence - next >= limits.messages() || !keeps()) {
            skip(sequence);
            return;
        }
        while (next <= sequence) {
            next++;
            if (size() > limits.messages()) {
                dropOldest();
            }
            if (size() > messages.length) {
                grow();
            }
            times[slot(next - 1)] = nowNanos;
        }
    }

    /** Whether the number is among those that are kept and stands for no message. */
    public boolean isVacant(long sequence) {
        return sequence >= oldest && sequence < next && messages[slot(sequence)] == null;
    }

    /** Puts a message that came late in its place, where there is room. <em>Consumes</em> it. */
    public void fill(long sequence, M message, int length, long nowNanos) {
        if (!isVacant(sequence) || !budget.tryTake(length)) {
            message.release();
            return;
        }
        int slot = slot(sequence);
        messages[slot] = message;
        lengths[slot] = length;
        times[slot] = nowNanos;
        bytes += length;
    }

    /** Takes back the message that was appended last: it was not published. */
    public void takeBack(long sequence) {
        if (sequence != next - 1) {
            throw new IllegalArgumentException("sequence: " + sequence + " (expected: " + (next - 1) + ")");
        }
        if (size() > 0 && !isVacant(sequence)) {
            release(sequence);
        } else if (size() == 0) {
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
    public HistorySlice<M> after(long since, int limit) {
        return after(since, limit, limits.pageBytes());
    }

    /**
     * The same, with less room in the answer.
     *
     * @param room bytes; a first message that is larger is given if {@code limit} is not 0
     */
    public HistorySlice<M> after(long since, int limit, int room) {
        if (since + 1 < oldest) {
            return HistorySlice.lost(next - 1);
        }
        List<M> found = new ArrayList<>();
        long end = collect(found, since + 1, 1, limit, room);
        return new HistorySlice<>(found, end - 1, false, end < next);
    }

    /**
     * <em>Returns owned</em>: the messages before {@code until}, the newest first.
     *
     * @param until 0 for the newest there are
     */
    public HistorySlice<M> before(long until, int limit) {
        long end = until == 0 || until > next ? next : Math.max(until, oldest);
        List<M> found = new ArrayList<>();
        long reached = collect(found, end - 1, -1, limit, limits.pageBytes()) + 1;
        return new HistorySlice<>(found, reached, false, reached > oldest);
    }

    /** Lets go of everything, and keeps nothing any more. */
    @Override
    public void close() {
        closed = true;
        clear();
    }

    /** Messages from a number on, upward or downward, with a reference to each; returns the first number not looked at. */
    private long collect(List<M> found, long from, int step, int limit, int room) {
        int most = Math.min(limit, limits.pageMessages());
        long taken = 0;
        long n = from;
        for (; n >= oldest && n < next; n += step) {
            if (isVacant(n)) {
                continue;
            }
            taken += lengths[slot(n)];
            if (found.size() >= most || !found.isEmpty() && taken > room) {
                break;
            }
            M message = message(n);
            message.retain();
            found.add(message);
        }
        return n;
    }

    private void clear() {
        while (size() > 0) {
            dropOldest();
        }
    }

    private void dropOldest() {
        if (messages.length > 0 && messages[slot(oldest)] != null) {
            release(oldest);
        }
        oldest++;
    }

    private void release(long sequence) {
        M message = message(sequence);
        int slot = slot(sequence);
        messages[slot] = null;
        bytes -= lengths[slot];
        budget.giveBack(lengths[slot]);
        message.release();
    }

    @SuppressWarnings("unchecked") // Nothing else is put there.
    private M message(long sequence) {
        Object message = messages[slot(sequence)];
        if (message == null) {
            throw new IllegalStateException(
                    "message: " + sequence + " (expected: from " + oldest + " to " + (next - 1) + ")");
        }
        return (M) message;
    }

    private void grow() {
        @Nullable Object[] messagesBefore = messages;
        int[] lengthsBefore = lengths;
        long[] timesBefore = times;
        int length = Math.max(FIRST_SLOTS, messagesBefore.length << 1);
        messages = new @Nullable Object[length];
        lengths = new int[length];
        times = new long[length];
        // All but the new one, which has no slot yet.
        for (long n = oldest; n < next - 1; n++) {
            int from = (int) (n & messagesBefore.length - 1);
            messages[slot(n)] = messagesBefore[from];
            lengths[slot(n)] = lengthsBefore[from];
            times[slot(n)] = timesBefore[from];
        }
    }

    private int slot(long sequence) {
        return (int) (sequence & messages.length - 1);
    }
}
