package dev.outboard.rpc.call;

import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.frame.FrameHeader;
import org.jspecify.annotations.Nullable;

/** One slot of a client's {@link CallTable}, reused for one call after the other. Belongs to the event loop. */
public final class PendingCall {
    private final int slot;
    private int generation;
    private @Nullable ReplyHandler handler;
    private boolean open;
    private long deadlineNanos;
    private long batch;

    @Nullable
    PendingCall nextFree;

    PendingCall(int slot) {
        this.slot = slot;
    }

    void open(ReplyHandler newHandler, long newDeadlineNanos) {
        handler = newHandler;
        deadlineNanos = newDeadlineNanos;
        open = true;
    }

    void close() {
        open = false;
        handler = null;
        generation = generation + 1 & FrameHeader.MAX_GENERATION;
    }

    /** The stream that the call's frames carry. */
    public int stream() {
        return FrameHeader.stream(slot, generation);
    }

    /** Whether the server owes a reply, expected or late. */
    boolean isOpen() {
        return open;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    int slot() {
        return slot;
    }

    /** Who waits for the end; null once the deadline has passed. Asked once. */
    public @Nullable ReplyHandler takeHandler() {
        ReplyHandler taken = handler;
        handler = null;
        return taken;
    }

    /** Who waits for the end; null once it has been taken. */
    public @Nullable ReplyHandler handler() {
        return handler;
    }

    boolean isAwaited() {
        return handler != null;
    }

    /** The outbound batch that the request went into. */
    public long batch() {
        return batch;
    }

    /** Notes the outbound batch that the request went into. */
    public void batch(long number) {
        batch = number;
    }
}
