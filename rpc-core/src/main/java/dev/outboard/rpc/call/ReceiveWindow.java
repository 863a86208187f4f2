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
        long limit = released + size;
        granted = limit;
        return limit;
    }
}
