package dev.outboard.rpc.netty;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.codec.FrameOverflowException;
import dev.outboard.rpc.CallContext;
import dev.outboard.rpc.CallHandle;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.ClientStream;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.RpcChannel;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.Shape;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamReceiver;
import dev.outboard.rpc.frame.FrameHeader;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * How calls, streams and one-way messages of a client's connection begin: checked, encoded, and in the open frame or the outbound
 * queue. Any thread.
 */
final class DialedChannel implements RpcChannel {
    private final DialedConnection connection;
    private final ClientCalls calls;
    private final LoopContext loop;
    private final Outbound out;

    DialedChannel(DialedConnection connection, ClientCalls calls) {
        this.connection = connection;
        this.calls = calls;
        this.loop = connection.loop;
        this.out = connection.out;
    }

    @Override
    public void call(Method method, MessageWriter request, long timeoutNanos, ReplyHandler handler) {
        call(method, request, timeoutNanos, null, handler);
    }

    @Override
    public void call(Method method, MessageWriter request, CallOptions options, ReplyHandler handler) {
        if (options.parent() != null) {
            startCall(method, request, options, handler);
        } else {
            call(method, request, options.timeoutNanos(), options, handler);
        }
    }

    private void call(
            Method method,
            MessageWriter request,
            long timeoutNanos,
            @Nullable CallOptions options,
            ReplyHandler handler) {
        checkShape(method, Shape.UNARY);
        checkTimeout(timeoutNanos);
        if (!takesCalls()) {
            connection.failSoon(handler, connection.gone());
            return;
        }
        try {
            if (loop.inEventLoop() && out.claim()) {
                calls.callInPlace(method, request, timeoutNanos, options, handler);
            } else {
                callFromElsewhere(method, request, timeoutNanos, options, handler);
            }
        } catch (FrameOverflowException e) {
            connection.failSoon(handler, connection.tooLong(method));
        } catch (FrameBudgetException e) {
            connection.failSoon(
                    handler, new Status(StatusCode.RESOURCE_EXHAUSTED, true, String.valueOf(e.getMessage())));
        }
    }

    @Override
    public CallHandle startCall(Method method, MessageWriter request, CallOptions options, ReplyHandler handler) {
        checkShape(method, Shape.UNARY);
        checkTimeout(options.timeoutNanos());
        return callChild(method, request, options, handler);
    }

    @Override
    public ClientStream openStream(Method method, CallOptions options, StreamReceiver receiver) {
        if (!method.shape().clientStreams()) {
            throw new IllegalArgumentException(
                    "shape: " + method + " (expected: " + Shape.CLIENT_STREAM + " or " + Shape.BIDI_STREAM + ")");
        }
        return openStreamNow(method, out -> {}, options, receiver);
    }

    @Override
    public ClientStream openStream(Method method, MessageWriter request, CallOptions options, StreamReceiver receiver) {
        checkShape(method, Shape.SERVER_STREAM);
        return openStreamNow(method, request, options, receiver);
    }

    private ClientStream openStreamNow(
            Method method, MessageWriter request, CallOptions options, StreamReceiver receiver) {
        OutboundStream stream = new OutboundStream(connection, method.shape(), receiver, options.compression());
        callChild(method, request, options, stream);
        return stream;
    }

    @Override
    public SendResult oneWay(Method method, MessageWriter message) {
        return oneWayWith(method, message, null);
    }

    @Override
    public SendResult oneWay(Method method, MessageWriter message, CallOptions options) {
        return oneWayWith(method, message, options);
    }

    private SendResult oneWayWith(Method method, MessageWriter message, @Nullable CallOptions options) {
        checkShape(method, Shape.ONE_WAY);
        if (!takesCalls()) {
            return SendResult.CLOSED;
        }
        ByteBuf frame;
        try {
            frame = connection.encode(message, options);
        } catch (FrameOverflowException e) {
            return SendResult.TOO_LARGE;
        } catch (FrameBudgetException e) {
            return SendResult.QUEUE_FULL;
        }
        if (frame.readableBytes() > FrameHeader.BYTES + out.maxFrameBytes()) {
            frame.release();
            return SendResult.TOO_LARGE; // what has no call has no parts
        }
        SendResult result = out.offer(FrameEntries.message(frame).begin(connection, method, frame, options));
        if (result != SendResult.ACCEPTED) {
            frame.release();
        }
        return result;
    }

    /** Makes a call, perhaps a child of another: that one's deadline and its cancellation hold for it, too. */
    private QueuedCall callChild(Method method, MessageWriter request, CallOptions options, ReplyHandler handler) {
        long timeout = options.timeoutNanos() == 0 ? QueuedCall.NO_DEADLINE_NANOS : options.timeoutNanos();
        CallContext parent = options.parent();
        if (parent == null) {
            return callQueued(method, request, timeout, options, handler);
        }
        if (parent.cancelled()) {
            connection.failSoon(handler, new Status(StatusCode.CANCELLED, true, "parent: cancelled"));
            return QueuedCall.unsent(connection, calls, method);
        }
        ParentLink link = ParentLink.to(parent);
        ReplyHandler told = handler;
        if (handler instanceof OutboundStream stream) {
            stream.childOf(link);
        } else {
            told = new ChildReply(handler, link);
        }
        QueuedCall call;
        try {
            call = callQueued(method, request, Math.min(timeout, parent.remainingNanos()), options, told);
        } catch (Throwable t) {
            link.end();
            throw t;
        }
        link.made(call);
        return call;
    }

    /** Makes a call that nobody gets a handle on by way of the queue. */
    private void callFromElsewhere(
            Method method,
            MessageWriter request,
            long timeoutNanos,
            @Nullable CallOptions options,
            ReplyHandler handler) {
        ByteBuf frame = connection.encode(request, options);
        // Up to here a call is one frame for every peer (Hello.LEAST_MAX_FRAME), and its frame is given up when it is
        // written.
        if (frame.readableBytes() > Outbound.COPY_BYTES) {
            queue(method, frame, timeoutNanos, options, handler);
            return;
        }
        FrameCall call =
                FrameEntries.call(frame).begin(connection, method, frame, deadline(timeoutNanos), options, handler);
        SendResult result = offer(call);
        if (result != SendResult.ACCEPTED) {
            call.refused();
            connection.failSoon(handler, notQueued(result));
        }
    }

    /** Makes a call by way of the queue; one that cannot be queued fails soon. */
    private QueuedCall callQueued(
            Method method,
            MessageWriter request,
            long timeoutNanos,
            @Nullable CallOptions options,
            ReplyHandler handler) {
        ByteBuf frame;
        try {
            frame = connection.encode(request, options);
        } catch (FrameOverflowException e) {
            connection.failSoon(handler, connection.tooLong(method));
            return QueuedCall.unsent(connection, calls, method);
        } catch (FrameBudgetException e) {
            connection.failSoon(
                    handler, new Status(StatusCode.RESOURCE_EXHAUSTED, true, String.valueOf(e.getMessage())));
            return QueuedCall.unsent(connection, calls, method);
        }
        return queue(method, frame, timeoutNanos, options, handler);
    }

    /** Queues a call that is encoded; <em>consumes</em> the frame. */
    QueuedCall queue(
            Method method, ByteBuf frame, long timeoutNanos, @Nullable CallOptions options, ReplyHandler handler) {
        QueuedCall call = new QueuedCall(connection, calls, method, frame, deadline(timeoutNanos), options, handler);
        if (handler instanceof OutboundStream stream) {
            stream.openedBy(call);
        }
        SendResult result = offer(call);
        if (result != SendResult.ACCEPTED) {
            call.refused();
            connection.failSoon(handler, notQueued(result));
        }
        return call;
    }

    private long deadline(long timeoutNanos) {
        return loop.clock.nanoTime() + Math.min(timeoutNanos, QueuedCall.NO_DEADLINE_NANOS);
    }

    private SendResult offer(Outgoing call) {
        return takesCalls() ? out.offer(call) : SendResult.CLOSED;
    }

    private Status notQueued(SendResult result) {
        return result == SendResult.CLOSED
                ? connection.gone()
                : new Status(StatusCode.RESOURCE_EXHAUSTED, true, "outbound queue: full (expected: room)");
    }

    private boolean takesCalls() {
        return connection.isOpen() && !connection.isDraining();
    }

    private static void checkTimeout(long timeoutNanos) {
        if (timeoutNanos <= 0) {
            throw new IllegalArgumentException("timeoutNanos: " + timeoutNanos + " (expected: > 0)");
        }
    }

    private static void checkShape(Method method, Shape shape) {
        if (method.shape() != shape) {
            throw new IllegalArgumentException("shape: " + method + " (expected: " + shape + ")");
        }
    }
}
