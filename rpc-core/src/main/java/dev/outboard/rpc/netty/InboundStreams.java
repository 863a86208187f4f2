package dev.outboard.rpc.netty;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameRules;
import dev.outboard.rpc.frame.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The streams in the slots of a client's connection, on the server. Belongs to the event loop. */
final class InboundStreams {
    private final AcceptedConnection connection;
    private final ServerCore core;
    /** By slot number, the last stream of each; made when the first is opened. */
    private @Nullable InboundStream[] bySlot = new @Nullable InboundStream[0];

    InboundStreams(AcceptedConnection connection, ServerCore core) {
        this.connection = connection;
        this.core = core;
    }

    /** Whether no stream is in the slot. */
    boolean isFree(int slot) {
        InboundStream stream = slot < bySlot.length ? bySlot[slot] : null;
        return stream == null || stream.isFree();
    }

    /** Whether some stream ever was in the slot. */
    boolean wasIn(int slot) {
        return slot < bySlot.length && bySlot[slot] != null;
    }

    /**
     * A stream begins in a slot that is free. <em>Borrows</em> the buffer.
     *
     * @param timeout in steps of 100 us; 0 for none
     * @param flags of the REQUEST
     * @param frameLength of the extension and the request behind it
     */
    void open(Route route, int id, long timeout, int flags, ByteBuf buffer, int at, int extension, int frameLength) {
        int body = at + extension;
        int length = frameLength - extension;
        if (!route.shape().isCall()) {
            throw new ProtocolException(Fault.BAD_METHOD, "shape: " + route.shape() + " (expected: of a call)");
        }
        if (length != 0 && route.shape().clientStreams()) {
            throw new ProtocolException(Fault.BAD_STREAM, "request: " + length + " bytes (expected: none, but DATA)");
        }
        Status refusal = route.refusal();
        boolean runs = refusal == null && !connection.isDraining();
        boolean asks = runs && !route.shape().clientStreams();
        ByteBuf request = asks ? copy(buffer, body, length) : null;
        InboundStream opened = new InboundStream(
                connection,
                route,
                route.streamHandler(),
                id,
                timeout != 0,
                connection.now() + timeout * AcceptedConnection.TIMEOUT_STEP_NANOS,
                core.codec.newReader(),
                request,
                (flags & FrameRules.COMPRESSED) != 0,
                StreamOrigin.of(buffer, at, extension));
        put(FrameHeader.slot(id), opened);
        if (connection.isDraining()) {
            core.counters.moved.increment();
            opened.refuse(StatusCode.UNAVAILABLE, "server: going away (expected: no call after its GOAWAY)");
        } else if (refusal != null) {
            opened.refuse(refusal.code(), refusal.message());
        } else if (asks && request == null) {
            connection.rejected();
            opened.refuse(StatusCode.RESOURCE_EXHAUSTED, "memory: no room (expected: within the server's budget)");
        } else {
            opened.open();
        }
    }

    /** Ends a stream before it has begun. */
    void refuse(Route route, int id, StatusCode code, String message) {
        InboundStream refused = new InboundStream(
                connection,
                route,
                route.streamHandler(),
                id,
                false,
                0,
                core.codec.newReader(),
                null,
                false,
                StreamOrigin.NOTHING);
        put(FrameHeader.slot(id), refused);
        refused.refuse(code, message);
    }

    /** <em>Returns owned</em>; null where the budget has no room. */
    private @Nullable ByteBuf copy(ByteBuf buffer, int body, int length) {
        try {
            ByteBuf copy = connection.loop.allocator.directBuffer(Math.max(1, length), Math.max(1, length));
            return copy.writeBytes(buffer, body, length);
        } catch (FrameBudgetException e) {
            return null;
        }
    }

    private void put(int slot, InboundStream stream) {
        if (slot >= bySlot.length) {
            int most = connection.limits.maxConcurrentCalls() + 1;
            bySlot = Arrays.copyOf(bySlot, Math.min(most, Math.max(slot + 1, 2 * bySlot.length)));
        }
        bySlot[slot] = stream;
    }

    void onData(ByteBuf buffer, int header, long word0, long word1) {
        int id = FrameHeader.stream(word1);
        int length = FrameHeader.length(word0);
        boolean end = FrameHeader.aux16(word0) == FrameRules.END;
        PartialMessages partials = connection.partials;
        if (partials.find(id) != null) {
            throw PartialMessages.behindAPart();
        }
        if (end) {
            connection.bookControl();
        } else {
            connection.shared.received(StreamEnd.cost(length));
        }
        InboundStream stream = find(id);
        if (stream == null) {
            if (!end) {
                connection.shared.release(StreamEnd.cost(length));
            }
        } else if (end) {
            stream.onEnd();
        } else {
            stream.checkTakesMore();
            stream.received(StreamEnd.cost(length));
            int at = header + FrameHeader.BYTES;
            if ((FrameHeader.flags(word0) & FrameRules.MORE) == 0) {
                stream.onMessage(buffer, at, length, isPacked(word0));
            } else if (!partials.begin(word0, word1, 0, buffer, at, length, true)) {
                noRoom(id, stream);
            }
        }
    }

    /** A further part of a message; {@code partial} is null where its stream ended before. */
    void onPart(int id, PartialMessages.@Nullable Partial partial, ByteBuf buffer, int at, int length, boolean goesOn) {
        connection.shared.received(length);
        InboundStream stream = find(id);
        if (partial == null || stream == null) {
            connection.shared.release(length);
            return;
        }
        stream.received(length);
        if (!connection.partials.add(partial, buffer, at, length)) {
            noRoom(id, stream);
        } else if (!goesOn) {
            connection.partials.remove(id);
            try {
                stream.onMessage(partial.wholeFrame(), 0, partial.length(), isPacked(partial.word0));
            } finally {
                partial.release();
            }
        }
    }

    private static boolean isPacked(long word0) {
        return (FrameHeader.flags(word0) & FrameRules.COMPRESSED) != 0;
    }

    private void noRoom(int id, InboundStream stream) {
        dropPartial(id);
        stream.noRoom();
    }

    /** A message that has begun to come is not wanted any more: its credit goes back. */
    void dropPartial(int id) {
        PartialMessages.Partial partial = connection.partials.remove(id);
        if (partial != null) {
            partial.release();
            connection.shared.release(StreamEnd.cost(partial.length()));
        }
    }

    void onCredit(int id, long limit) {
        InboundStream stream = find(id);
        if (stream != null) {
            stream.onCredit(limit);
        }
    }

    /** The stream that a frame is for; null where it crossed the stream's end, or is for a call that is none. */
    @Nullable
    InboundStream find(int id) {
        int slot = FrameHeader.slot(id);
        connection.checkUsed(slot);
        InboundStream found = slot < bySlot.length ? bySlot[slot] : null;
        return found != null && found.id() == id && !found.isOver() ? found : null;
    }

    /** Shows those that are not over. */
    void forEach(Consumer<? super InboundStream> action) {
        for (InboundStream stream : bySlot) {
            if (stream != null && !stream.isOver()) {
                action.accept(stream);
            }
        }
    }
}
