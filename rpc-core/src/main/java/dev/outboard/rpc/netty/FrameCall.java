package dev.outboard.rpc.netty;

import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.call.PendingCall;
import dev.outboard.rpc.frame.Extension;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A call of one frame, made off the event loop and encoded there, that nobody has a handle on; otherwise as {@link QueuedCall}. It belongs to its
 * frame (see {@link FrameEntries}): once that is given up, it may be another call's.
 */
final class FrameCall implements Outgoing {
    /** Null while this is nobody's. */
    private @Nullable DialedConnection connection;

    private @Nullable Method method;
    private @Nullable ByteBuf frame;
    /** Null once the caller has heard, too. */
    private @Nullable ReplyHandler handler;

    private int lengthBytes;
    private int flags;
    private int extension;
    private long deadlineNanos;

    /** Makes this the entry of a call. <em>Consumes</em> the frame when it is accepted by the queue. */
    FrameCall begin(
            DialedConnection newConnection,
            Method newMethod,
            ByteBuf newFrame,
            long newDeadlineNanos,
            @Nullable CallOptions options,
            ReplyHandler newHandler) {
        connection = newConnection;
        method = newMethod;
        frame = newFrame;
        handler = newHandler;
        lengthBytes = newFrame.readableBytes();
        flags = QueuedCall.flags(options) | Packing.flags(newFrame);
        extension = options == null ? 0 : Extension.lengthField(Extension.bytes(options));
        deadlineNanos = newDeadlineNanos;
        return this;
    }

    @Override
    public int lengthBytes() {
        return lengthBytes;
    }

    @Override
    public void writeTo(Outbound out) {
        DialedConnection sender = connection();
        ReplyHandler waiting = handler;
        ByteBuf request = Objects.requireNonNull(frame, "frame");
        Method called = Objects.requireNonNull(method, "method");
        long deadline = deadlineNanos;
        int allFlags = flags;
        int extensionField = extension;
        clear();
        if (waiting == null) {
            out.drop(request);
            return;
        }
        long now = sender.loop.clock.nanoTime();
        if (deadline - now <= 0) {
            out.drop(request);
            sender.fail(waiting, QueuedCall.notSentInTime());
            return;
        }
        ClientCalls calls = sender.calls();
        int number;
        PendingCall call;
        try {
            number = calls.number(called);
            call = calls.open(number, waiting, deadline, now);
        } catch (Throwable t) {
            request.release();
            sender.failSoon(waiting, sender.gone());
            throw t;
        }
        if (call == null) {
            out.drop(request);
            sender.fail(waiting, calls.full());
            return;
        }
        int length = request.readableBytes() - FrameHeader.BYTES;
        request.setLong(0, FrameHeader.word0(length, FrameType.REQUEST, number, allFlags, extensionField));
        request.setLong(Long.BYTES, FrameHeader.word1(call.stream(), QueuedCall.timeoutSteps(deadline - now)));
        out.appendOwned(request);
    }

    /** The queue did not take it; its handler hears so from elsewhere. */
    void refused() {
        ByteBuf request = Objects.requireNonNull(frame, "frame");
        clear();
        request.release();
    }

    @Override
    public void discard() {
        DialedConnection sender = connection();
        ReplyHandler waiting = handler;
        ByteBuf request = Objects.requireNonNull(frame, "frame");
        clear();
        request.release();
        if (waiting != null) {
            sender.failSoon(waiting, sender.gone());
        }
    }

    @Override
    public long expire(long nowNanos) {
        ReplyHandler waiting = handler;
        if (waiting == null) {
            return Long.MAX_VALUE;
        }
        long left = deadlineNanos - nowNanos;
        if (left > 0) {
            return left;
        }
        handler = null;
        connection().fail(waiting, QueuedCall.notSentInTime());
        return Long.MAX_VALUE;
    }

    private DialedConnection connection() {
        return Objects.requireNonNull(connection, "connection");
    }

    /** Before the frame is given up: what is kept with it holds on to nothing. */
    private void clear() {
        connection = null;
        method = null;
        frame = null;
        handler = null;
    }
}
