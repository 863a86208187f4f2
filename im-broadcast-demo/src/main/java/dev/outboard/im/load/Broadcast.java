package dev.outboard.im.load;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** One message and who has got it. Any thread; complete at most once. */
final class Broadcast {
    private static final VarHandle WORD = MethodHandles.arrayElementVarHandle(long[].class);
    private static final VarHandle RECEIVED;
    private static final VarHandle ENDED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            RECEIVED = lookup.findVarHandle(Broadcast.class, "received", int.class);
            ENDED = lookup.findVarHandle(Broadcast.class, "ended", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static final int UNKNOWN = Integer.MAX_VALUE;

    private final long sequence;
    private final int group;
    private final int publisher;
    private final long intendedNanos;
    private final int slot;
    // One bit per member of the group.
    private final long[] got;

    private volatile int recipients = UNKNOWN;
    private volatile int expected = UNKNOWN;

    @SuppressWarnings("unused") // By the handle.
    private int received;

    @SuppressWarnings("unused") // By the handle.
    private boolean ended;

    /**
     * @param sequence its client sequence
     * @param group the group, and {@code publisher} the user who sends to it
     * @param slot whose turn it ends; the publisher's own affair
     * @param members how many members the group has
     */
    Broadcast(long sequence, int group, int publisher, long intendedNanos, int slot, int members) {
        this.sequence = sequence;
        this.group = group;
        this.publisher = publisher;
        this.intendedNanos = intendedNanos;
        this.slot = slot;
        this.got = new long[members + 63 >>> 6];
    }

    long sequence() {
        return sequence;
    }

    int group() {
        return group;
    }

    int publisher() {
        return publisher;
    }

    long intendedNanos() {
        return intendedNanos;
    }

    int slot() {
        return slot;
    }

    /** Notes a delivery; false where this member has got it before. */
    boolean deliver(int member) {
        long bit = 1L << member;
        boolean first = ((long) WORD.getAndBitwiseOr(got, member >>> 6, bit) & bit) == 0;
        if (first) {
            RECEIVED.getAndAdd(this, 1);
        }
        return first;
    }

    /**
     * Notes the receipt.
     *
     * @param recipients members whom the server has sent it to
     * @param expected of these, as many as can still get it as far as is known
     */
    void receipt(int recipients, int expected) {
        this.recipients = recipients;
        this.expected = expected;
    }

    /** Whether everybody who can get it has got it. */
    boolean isComplete() {
        return (int) RECEIVED.getVolatile(this) >= expected;
    }

    /** Whether there was a receipt. */
    boolean isAcknowledged() {
        return recipients != UNKNOWN;
    }

    /** Members who have got it. */
    int received() {
        return (int) RECEIVED.getVolatile(this);
    }

    /** Whether a member has got it. */
    boolean hasGot(int member) {
        return ((long) WORD.getVolatile(got, member >>> 6) & 1L << member) != 0;
    }

    /** Whether everybody has got it: any further delivery is one too many. */
    boolean isFull() {
        return (int) RECEIVED.getVolatile(this) == recipients;
    }

    /** Ends it; true for the one call that did. */
    boolean end() {
        return ENDED.compareAndSet(this, false, true);
    }
}
