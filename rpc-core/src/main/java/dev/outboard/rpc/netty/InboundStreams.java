package dev.outboard.rpc.netty;

import dev.outboard.codec.FrameBudgetException;
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
     */
    void open(Route route, int id, long timeout, ByteBuf buffer, int body, int length) {
        if (!route.shape().isCall()) {
            throw new ProtocolException(Fault.BAD_METHOD, "shape: " + route.shape() + " (expected: of a call)");
        }
        if (length != 0 && route.shape().clientStreams()) {
            throw new ProtocolException(Fault.BAD_STREAM, "request: " + length + " bytes (expected: none, but DATA)");
        }
        boolean runs = route.isKnown() && !connection.isDraining();
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
                request);
        put(FrameHeader.slot(id), opened);
        if (connection.isDraining()) {
            opened.refuse(StatusCode.UNAVAILABLE, "server: going away (expected: no call after its GOAWAY)");
        } else if (!route.isKnown()) {
            opened.refuse(StatusCode.UNIMPLEMENTED, "method: " + route.name() + " (expected: one that the server has)");
        } else if (asks && request == null) {
            connection.rejected();
            opened.refuse(StatusCode.RESOURCE_EXHAUSTED, "memory: no room (expected: within the server's budget)");
        } else {
            opened.open();
        }
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
        int length = FrameHeader.length(word0);
        boolean end = FrameHeader.aux16(word0) == FrameRules.END;
        if (!end) {
            connection.shared.received(length);
        }
        InboundStream stream = find(FrameHeader.stream(word1));
        if (stream == null) {
            if (!end) {
                connection.shared.release(StreamEnd.cost(length));
            }
        } else if (end) {
            stream.onEnd();
        } else {
            stream.onMessage(buffer, header + FrameHeader.BYTES, length);
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
