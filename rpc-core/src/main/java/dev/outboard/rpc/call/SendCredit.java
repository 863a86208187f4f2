package dev.outboard.rpc.call;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What a peer lets this end send, in bytes since the beginning. Bytes are taken on any thread; the event loop raises the
 * limit.
 */
public final class SendCredit {
    private static final VarHandle SENT;

    static {
        try {
            SENT = MethodHandles.lookup().findVarHandle(SendCredit.class, "sent", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile long limit;
    private volatile long sent;

    /** @param first bytes that may be sent at the beginning */
    public SendCredit(long first) {
        limit = first;
    }

    /** Whether a message may be sent, of whatever length. */
    public boolean isOpen() {
        return sent < limit;
    }

    /** Bytes that were taken so far. */
    public long sent() {
        return sent;
    }

    /** Takes credit for a message; false where there is none. The message may go past the limit. */
    public boolean tryTake(long bytes) {
        while (true) {
            long before = sent;
            if (before >= limit) {
                return false;
            }
            if (SENT.compareAndSet(this, before, before + bytes)) {
                return true;
            }
        }
    }

    /** Returns what was taken for a message that is not sent after all. */
    public void giveBack(long bytes) {
        SENT.getAndAdd(this, -bytes);
    }

    /** The peer said so; false where it said less before, which it may not. */
    public boolean raiseTo(long newLimit) {
        if (newLimit < limit) {
            return false;
        }
        limit = newLimit;
        return true;
    }
}
