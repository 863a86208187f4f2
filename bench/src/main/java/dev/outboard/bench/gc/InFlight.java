package dev.outboard.bench.gc;

import dev.outboard.codec.FrameBudgetException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The messages that one thread holds. With each new one, the frame that has been in its slot for the longest is decoded, compared
 * with what was sent and given up; then the new one is encoded into a new frame and put in its place. One thread, but for the
 * counters.
 */
final class InFlight<F> {
    private static final int SLOTS = 512;
    /** What {@link #messages} may lag behind. */
    static final int MOST_UNCOUNTED = 255;

    private final Ownership<F> ownership;
    private final LiveSet live;
    private final int changesPercent;
    private final @Nullable Object[] ring = new Object[SLOTS];
    private final @Nullable Order[] requests = new Order[SLOTS];
    private final AtomicLong messages = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong mismatched = new AtomicLong();
    private long sequence;
    private long sent;
    private long received;
    private long discarded;

    /** @param changesPercent of the messages that write to the live set */
    InFlight(Ownership<F> ownership, LiveSet live, int changesPercent) {
        this.ownership = ownership;
        this.live = live;
        this.changesPercent = changesPercent;
    }

    /**
     * Handles a message of that user.
     *
     * @return false where it was refused for want of native memory
     */
    boolean handle(Order request, int user) {
        int slot = (int) sequence & SLOTS - 1;
        Object frame = ring[slot];
        if (frame != null) {
            ring[slot] = null;
            receive(slot, frame);
        }
        boolean accepted = send(slot, request);
        if (++sequence % 100 < changesPercent) {
            live.remember(user, sequence);
        }
        if ((sequence & MOST_UNCOUNTED) == 0) {
            messages.lazySet(sequence);
        }
        return accepted;
    }

    /** Gives up all that is still held. */
    @SuppressWarnings("unchecked")
    void discardAll() {
        messages.set(sequence);
        for (int slot = 0; slot < SLOTS; slot++) {
            Object frame = ring[slot];
            if (frame != null) {
                ring[slot] = null;
                discarded++;
                ownership.discard((F) frame);
            }
        }
    }

    /** Messages handled by now, the refused ones among them. Its own thread. */
    long sequence() {
        return sequence;
    }

    /** The same; lags behind by up to 255. Any thread. */
    long messages() {
        return messages.get();
    }

    /** Messages refused so far. Any thread. */
    long failed() {
        return failed.get();
    }

    /** Messages that came back other than they were sent, so far. Any thread. */
    long mismatched() {
        return mismatched.get();
    }

    /** Messages that were sent and neither received nor in flight at the end; after {@link #discardAll}. */
    long lost() {
        return sent - received - discarded;
    }

    private boolean send(int slot, Order request) {
        try {
            ring[slot] = ownership.send(request);
            requests[slot] = request;
            sent++;
            return true;
        } catch (OutOfMemoryError e) {
            String message = String.valueOf(e.getMessage());
            if (message.contains("heap") || message.contains("GC overhead")) {
                throw e; // native memory that is refused is a message lost; a full heap is the end of the run
            }
        } catch (FrameBudgetException e) {
            // counted like the other
        }
        failed.lazySet(failed.get() + 1);
        return false;
    }

    @SuppressWarnings("unchecked")
    private void receive(int slot, Object frame) {
        Order order = ownership.receive((F) frame);
        if (order == null) {
            return;
        }
        received++;
        Order expected = requests[slot];
        if (expected == null || !order.sameAs(expected)) {
            mismatched.lazySet(mismatched.get() + 1);
        }
    }
}
