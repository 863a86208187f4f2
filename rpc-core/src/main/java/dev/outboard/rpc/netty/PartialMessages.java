package dev.outboard.rpc.netty;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.rpc.Limits;
import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A peer's messages that come in several frames, until their last one. They are put together in memory that grows with the bytes
 * that are there; together they are bounded, and so is the time between two parts. Belongs to the event loop.
 */
final class PartialMessages {
    private final FramedConnection connection;
    private final LoopContext loop;
    private final Limits limits;
    private final long limitNanos;
    private final Alarm unfinished;
    private final Map<Integer, Partial> byStream = new HashMap<>(4);
    private long bytes;
    private long lastNanos;

    /** One message. */
    static final class Partial {
        /** The header of its first frame. */
        final long word0;

        final long word1;
        /** Bytes before its body. */
        final int extension;

        private @Nullable ByteBuf frame;
        private long length;

        Partial(long word0, long word1, int extension) {
            this.word0 = word0;
            this.word1 = word1;
            this.extension = extension;
        }

        /** Extension and body so far, <em>borrowed</em>; null where there was no memory for them, or nobody wants them. */
        @Nullable
        ByteBuf frame() {
            return frame;
        }

        /** The same, of a message that was not given up. */
        ByteBuf wholeFrame() {
            ByteBuf held = frame;
            if (held == null) {
                throw new IllegalStateException("message: without bytes (expected: given up before)");
            }
            return held;
        }

        /** Bytes of the extension and the body so far. */
        int length() {
            return (int) length;
        }

        void release() {
            ByteBuf held = frame;
            frame = null;
            if (held != null) {
                held.release();
            }
        }
    }

    PartialMessages(FramedConnection connection, LoopContext loop, Limits limits) {
        this.connection = connection;
        this.loop = loop;
        this.limits = limits;
        this.limitNanos = limits.incompleteFrameTimeout().toNanos();
        this.unfinished = new Alarm(loop.eventLoop, this::check);
    }

    /** Whether a message of the slot's call is on its way. */
    boolean inSlot(int slot) {
        if (byStream.isEmpty()) {
            return false;
        }
        for (int stream : byStream.keySet()) {
            if (FrameHeader.slot(stream) == slot) {
                return true;
            }
        }
        return false;
    }

    @Nullable
    Partial find(int stream) {
        return byStream.isEmpty() ? null : byStream.get(stream);
    }

    /**
     * The first frame of a message. <em>Borrows</em> the buffer.
     *
     * @param wanted whether to keep its bytes, and not only to count them
     * @return whether there is memory for it, or it is not wanted
     */
    boolean begin(long word0, long word1, int extension, ByteBuf buffer, int at, int length, boolean wanted) {
        int stream = FrameHeader.stream(word1);
        Partial partial = new Partial(word0, word1, extension);
        if (byStream.putIfAbsent(stream, partial) != null) {
            throw behindAPart();
        }
        if (wanted) {
            partial.frame = allocate(Math.min(2 * length, limits.maxMessageBytes()));
        }
        return add(partial, buffer, at, length) || !wanted;
    }

    /** A further frame of a message. <em>Borrows</em> the buffer; false where there is no memory for it. */
    boolean add(Partial partial, ByteBuf buffer, int at, int length) {
        long now = connection.now();
        lastNanos = now;
        unfinished.ringBy(now + limitNanos, now);
        partial.length += length;
        if (partial.length > limits.maxMessageBytes()) {
            throw new ProtocolException(
                    Fault.FRAME_TOO_LONG,
                    "message: over " + limits.maxMessageBytes() + " bytes (expected: at most that)");
        }
        ByteBuf frame = partial.frame;
        if (frame == null) {
            return false;
        }
        boolean alone = byStream.size() == 1;
        boolean grows = frame.writableBytes() < length;
        if (bytes + length > limits.longMessageBytes() && !alone || grows && !loop.mayReserve(2L * frame.capacity())) {
            giveUp(partial);
            return false;
        }
        try {
            frame.writeBytes(buffer, at, length);
        } catch (FrameBudgetException e) {
            giveUp(partial);
            return false;
        }
        bytes += length;
        return true;
    }

    private @Nullable ByteBuf allocate(int capacity) {
        if (!loop.mayReserve(capacity)) {
            return null;
        }
        try {
            return loop.allocator.directBuffer(capacity, limits.maxMessageBytes());
        } catch (FrameBudgetException e) {
            return null;
        }
    }

    private void giveUp(Partial partial) {
        ByteBuf frame = partial.frame;
        if (frame != null) {
            bytes -= frame.readableBytes();
            partial.release();
        }
    }

    /** The message is complete, or not wanted any more: it is the caller's now, to be released. */
    @Nullable
    Partial remove(int stream) {
        Partial partial = byStream.isEmpty() ? null : byStream.remove(stream);
        if (partial != null) {
            ByteBuf frame = partial.frame;
            bytes -= frame == null ? 0 : frame.readableBytes();
        }
        if (byStream.isEmpty()) {
            unfinished.stop();
        }
        return partial;
    }

    /** The connection is over. */
    void release() {
        unfinished.stop();
        byStream.values().forEach(Partial::release);
        byStream.clear();
        bytes = 0;
    }

    static ProtocolException behindAPart() {
        return new ProtocolException(Fault.BAD_STREAM, "frame: behind a part of a message (expected: its next part)");
    }

    private void check() {
        if (byStream.isEmpty()) {
            return;
        }
        long now = loop.clock.nanoTime();
        if (now - lastNanos >= limitNanos) {
            connection.fault(
                    Fault.FRAME_TIMEOUT,
                    "message: unfinished (expected: its next part within " + limits.incompleteFrameTimeout() + ")");
        } else {
            unfinished.ringBy(lastNanos + limitNanos, now);
        }
    }
}
