package dev.outboard.rpc.netty;

import dev.outboard.rpc.CallHandle;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.call.PendingCall;
import dev.outboard.rpc.frame.Extension;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameRules;
import dev.outboard.rpc.frame.FrameType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call made off the event loop, encoded there, on its way to the loop: it gets its slot and its stamp of time when it
 * is written. One that its caller has a handle on, or of several frames; for all others there is {@link FrameCall}.
 */
final class QueuedCall implements Outgoing, CallHandle, LongMessage.Owner {
    /** What stands for no deadline: further away than any, and no overflow when it is added to a time. */
    static final long NO_DEADLINE_NANOS = Long.MAX_VALUE / 2;

    private static final Logger LOG = LoggerFactory.getLogger(QueuedCall.class);
    private static final long STEP_NANOS = 100_000;
    private static final long MOST_STEPS = 0xffff_ffffL;

    private final DialedConnection connection;
    private final ClientCalls calls;
    private final Method method;
    private final ByteBuf frame;
    private final int lengthBytes;
    private final long deadlineNanos;
    private final int flags;
    private final int extension;
    /** Null once the caller has heard; the loop's, or of whoever discards. */
    private @Nullable ReplyHandler handler;
    /** Once it is written; the loop's. */
    private @Nullable PendingCall pending;

    private int stream;
    private boolean cancelSaid;

    /** <em>Consumes</em> the frame when it is accepted by the queue. */
    QueuedCall(
            DialedConnection connection,
            ClientCalls calls,
            Method method,
            ByteBuf frame,
            long deadlineNanos,
            @Nullable CallOptions options,
            @Nullable ReplyHandler handler) {
        this.connection = connection;
        this.calls = calls;
        this.method = method;
        this.frame = frame;
        this.lengthBytes = frame.readableBytes();
        this.deadlineNanos = deadlineNanos;
        this.flags = flags(options) | (lengthBytes == 0 ? 0 : Packing.flags(frame));
        this.extension = options == null ? 0 : Extension.lengthField(Extension.bytes(options));
        this.handler = handler;
    }

    /** A call that cannot be sent, and whose handler hears so from elsewhere. */
    static QueuedCall unsent(DialedConnection connection, ClientCalls calls, Method method) {
        return new QueuedCall(connection, calls, method, Unpooled.EMPTY_BUFFER, 0, null, null);
    }

    /** A request's flags. */
    static int flags(@Nullable CallOptions options) {
        return options != null && options.serverTimes() ? FrameRules.TIMES : 0;
    }

    /** A timeout as the header has it: rounded up to steps of 100 us, at least 1, at most what 32 bits hold; 0 for none. */
    static int timeoutSteps(long timeoutNanos) {
        if (timeoutNanos > NO_DEADLINE_NANOS / 2) {
            return 0;
        }
        return (int) Math.min(MOST_STEPS, (timeoutNanos - 1) / STEP_NANOS + 1);
    }

    @Override
    public int lengthBytes() {
        return lengthBytes;
    }

    @Override
    public void writeTo(Outbound out) {
        long now = connection.loop.clock.nanoTime();
        expire(now);
        ReplyHandler waiting = handler;
        if (waiting == null) {
            out.drop(frame);
            return;
        }
        PendingCall call;
        int number;
        try {
            number = calls.number(method);
            call = calls.open(number, waiting, deadlineNanos, now);
        } catch (Throwable t) {
            discard();
            throw t;
        }
        if (call == null) {
            handler = null;
            out.drop(frame);
            connection.fail(waiting, calls.full());
            return;
        }
        pending = call;
        stream = call.stream();
        if (waiting instanceof OutboundStream opened) {
            opened.opened(stream);
        }
        out.appendMessage(
                frame,
                FrameHeader.word0(0, FrameType.REQUEST, number, flags, extension),
                FrameHeader.word1(call.stream(), timeoutSteps(deadlineNanos - now)),
                this);
    }

    // ---- LongMessage.Owner: a request of several frames

    @Override
    public boolean wantsRest() {
        PendingCall call = pending;
        return call != null && call.stream() == stream && call.handler() != null;
    }

    @Override
    public void longMessageEnded(Outbound out, int unsentBytes) {
        PendingCall call = pending;
        if (unsentBytes != 0 && call != null && call.stream() == stream && !cancelSaid) {
            // Its deadline has passed, and the server waits for the rest.
            out.control(FrameType.CANCEL, StatusCode.DEADLINE_EXCEEDED.number(), stream, new byte[0]);
        }
    }

    /** The queue did not take it; its handler hears so from elsewhere. Called before anybody else has the handle. */
    void refused() {
        handler = null;
        frame.release();
    }

    @Override
    public void cancel(String reason) {
        try {
            // Not here and now: this may be in the middle of a frame.
            connection.loop.eventLoop.execute(() -> cancelNow(reason));
        } catch (RejectedExecutionException e) {
            LOG.debug("cancel: the event loop has ended, and the call with it", e);
        }
    }

    private void cancelNow(String reason) {
        cancelNow(new Status(StatusCode.CANCELLED, pending == null, reason));
    }

    /** Gives the call up for a reason of this end's own; on the event loop, between frames. */
    void cancelNow(Status status) {
        PendingCall call = pending;
        if (call == null) {
            ReplyHandler waiting = handler;
            handler = null;
            if (waiting != null) {
                connection.fail(waiting, status);
            }
        } else if (call.stream() == stream) {
            cancelSaid = true;
            calls.cancel(call, status);
        }
    }

    @Override
    public void discard() {
        frame.release();
        ReplyHandler waiting = handler;
        handler = null;
        if (waiting != null) {
            connection.failSoon(waiting, connection.gone());
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
        connection.fail(waiting, notSentInTime());
        return Long.MAX_VALUE;
    }

    static Status notSentInTime() {
        return new Status(StatusCode.DEADLINE_EXCEEDED, true, "deadline: passed before it was sent");
    }
}
