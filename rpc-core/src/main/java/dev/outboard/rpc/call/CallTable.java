package dev.outboard.rpc.call;

import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.ProtocolException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client connection's calls: an array of slots that are reused at once, last freed first, so that few are ever made.
 * The stream of a frame leads to its slot without a search, and the generation in it tells a reply from one to an
 * earlier call of the slot. Belongs to the event loop.
 *
 * <p>A slot is free again when the server's reply has come, not when the deadline has passed: until then the server may
 * still be using it. So an id is never in use twice.
 */
public final class CallTable {
    private static final int FIRST_SLOTS = 8;

    private final int maxCalls;
    /** By slot number less 1, for slot 0 is the connection. */
    private @Nullable PendingCall[] slots = new @Nullable PendingCall[FIRST_SLOTS];

    private int made;
    private int inFlight;
    private @Nullable PendingCall free;

    /** Takes what became of calls that nobody answered. */
    @FunctionalInterface
    public interface Ended {
        /** The call is over for its caller. */
        void ended(PendingCall call, ReplyHandler handler);
    }

    /** @param maxCalls what the server allows, 1 to {@link FrameHeader#MAX_SLOT} */
    public CallTable(int maxCalls) {
        this.maxCalls = maxCalls;
    }

    /** Takes a slot for a call; null where all that the server allows are in use. */
    public @Nullable PendingCall open(ReplyHandler handler, long deadlineNanos) {
        PendingCall call = free;
        if (call != null) {
            free = call.nextFree;
        } else if (made < maxCalls) {
            call = make();
        } else {
            return null;
        }
        call.open(handler, deadlineNanos);
        inFlight++;
        return call;
    }

    /**
     * The call that a reply belongs to.
     *
     * @throws ProtocolException where there is none: the server answered what was not asked, or twice
     */
    public PendingCall find(int stream) {
        int index = FrameHeader.slot(stream) - 1;
        if (index >= 0 && index < made) {
            PendingCall call = slots[index];
            if (call != null && call.isOpen() && call.stream() == stream) {
                return call;
            }
        }
        throw new ProtocolException(
                Fault.BAD_STREAM,
                "stream: slot " + FrameHeader.slot(stream) + " generation " + FrameHeader.generation(stream)
                        + " (expected: an open call)");
    }

    /** Shows who waits for each call that is open and awaited. */
    public void forEachAwaited(Consumer<ReplyHandler> action) {
        for (int i = 0; i < made; i++) {
            PendingCall call = slots[i];
            ReplyHandler handler = call == null ? null : call.handler();
            if (handler != null) {
                action.accept(handler);
            }
        }
    }

    /** Frees a call's slot: its reply came, or it was never sent. */
    public void close(PendingCall call) {
        call.close();
        call.nextFree = free;
        free = call;
        inFlight--;
    }

    /** Slots in use, those included that wait for a late reply. */
    public int inFlight() {
        return inFlight;
    }

    /**
     * Ends, for their callers, the calls whose deadline has passed; their slots stay taken.
     *
     * @return nanoseconds from {@code now} to the next deadline; {@link Long#MAX_VALUE} where there is none
     */
    public long expire(long nowNanos, Ended sink) {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < made; i++) {
            PendingCall call = slots[i];
            if (call == null || !call.isAwaited()) {
                continue;
            }
            long left = call.deadlineNanos() - nowNanos;
            if (left > 0) {
                next = Math.min(next, left);
                continue;
            }
            ReplyHandler handler = call.takeHandler();
            if (handler != null) {
                sink.ended(call, handler);
            }
        }
        return next;
    }

    /** Ends every call: the connection is gone. */
    public void failAll(Ended sink) {
        for (int i = 0; i < made; i++) {
            PendingCall call = slots[i];
            if (call != null && call.isOpen()) {
                ReplyHandler handler = call.takeHandler();
                close(call);
                if (handler != null) {
                    sink.ended(call, handler);
                }
            }
        }
    }

    private PendingCall make() {
        if (made == slots.length) {
            slots = Arrays.copyOf(slots, Math.min(maxCalls, 2 * made));
        }
        PendingCall call = new PendingCall(made + 1);
        slots[made++] = call;
        return call;
    }
}
