package dev.outboard.rpc.call;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What this end lets a peer send, in bytes since the beginning: what its user has released, and a window more. The event loop
 * receives and grants; any thread releases.
 */
public final class ReceiveWindow {
    private static final VarHandle RELEASED;

    static {
        try {
            RELEASED = MethodHandles.lookup().findVarHandle(ReceiveWindow.class, "released", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long size;
    private final long longest;
    private volatile long released;
    private volatile long granted;
    private long received;

    /**
     * @param size the window's bytes; the peer knows them from the handshake
     * @param longest bytes that one message may count, by which the peer may go past its credit
     */
    public ReceiveWindow(long size, long longest) {
        this.size = size;
        this.longest = longest;
        this.granted = size;
    }

    /**
     * A message came; false where the peer cannot have had credit for it. Whatever the order in which its threads take
     * credit and send, the sum is never more than one message above the limit.
     */
    public boolean take(long bytes) {
        received += bytes;
        return received - granted <= longest;
    }

    /** Bytes that came so far. On the event loop. */
    public long received() {
        return received;
    }

    /** The user is done with bytes; true where the peer should be told, which is when half of the window is free. */
    public boolean release(long bytes) {
        long now = (long) RELEASED.getAndAdd(this, bytes) + bytes;
        return 2 * (now + size - granted) >= size;
    }

    /** The limit to tell the peer now. */
    public long grant() {
        return grant(size);
    }

    /**
     * The limit to tell the peer now, by a window that is smaller for the time being; what it was told before stays.
     *
     * @param now bytes, 1 to the window's
     */
    public long grant(long now) {
        long limit = Math.max(granted, released + now);
        granted = limit;
        return limit;
    }

    /** Tells the peer of another window than the whole one at the beginning, before anything came. */
    public void open(long first) {
        granted = first;
    }

    /** The limit that the peer was told last. */
    public long granted() {
        return granted;
    }

    /** Bytes that the peer may still send, as far as it was told, one longest message not counted. On the event loop. */
    public long outstanding() {
        return Math.max(0, granted - received);
    }
}
