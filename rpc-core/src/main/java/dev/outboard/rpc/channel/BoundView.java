package dev.outboard.rpc.channel;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.codec.FrameOverflowException;
import dev.outboard.rpc.CallHandle;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.ClientStream;
import dev.outboard.rpc.EncodedMessage;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.Shape;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StreamReceiver;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one place where a channel's calls go to connections. A call that has no policy, while a connection is ready, is that
 * connection's from its first line on; nothing is kept of it, and nothing allocated.
 */
class BoundView implements ChannelView {
    /** What stands for no deadline: no overflow when it is added to a time. */
    static final long MOST_NANOS = Long.MAX_VALUE / 2;

    private static final CallHandle NOTHING_TO_CANCEL = reason -> {};

    final ChannelCore core;
    private final boolean waits;
    private final boolean hasKey;
    private final long key;

    BoundView(ChannelCore core, boolean waits, boolean hasKey, long key) {
        this.core = core;
        this.waits = waits;
        this.hasKey = hasKey;
        this.key = key;
    }

    @Override
    public final ChannelView waitForReady() {
        return new BoundView(core, true, hasKey, key);
    }

    @Override
    public final ChannelView failFast() {
        return new BoundView(core, false, hasKey, key);
    }

    @Override
    public final ChannelView withHashKey(long newKey) {
        return new BoundView(core, waits, true, newKey);
    }

    final boolean waits() {
        return waits;
    }

    final long hashKey() {
        return hasKey ? key : ThreadLocalRandom.current().nextLong();
    }

    private @Nullable ClientConnection pick() {
        return core.pick(hashKey(), null);
    }

    // ---- RpcChannel

    @Override
    public final void call(Method method, MessageWriter request, long timeoutNanos, ReplyHandler handler) {
        CallPolicy policy = core.policy(method);
        ClientConnection connection = policy == null ? pick() : null;
        if (connection != null) {
            connection.call(method, request, timeoutNanos, handler);
        } else {
            check("timeoutNanos", timeoutNanos, timeoutNanos > 0, "> 0");
            startManaged(policy, method, request, CallOptions.timeoutNanos(timeoutNanos), handler);
        }
    }

    @Override
    public final void call(Method method, MessageWriter request, CallOptions options, ReplyHandler handler) {
        CallPolicy policy = core.policy(method);
        ClientConnection connection = policy == null ? pick() : null;
        if (connection != null) {
            connection.call(method, request, options, handler);
        } else {
            startManaged(policy, method, request, options, handler);
        }
    }

    @Override
    public final CallHandle startCall(Method method, MessageWriter request, CallOptions options, ReplyHandler handler) {
        CallPolicy policy = core.policy(method);
        ClientConnection connection = policy == null ? pick() : null;
        return connection != null
                ? connection.startCall(method, request, options, handler)
                : startManaged(policy, method, request, options, handler);
    }

    @Override
    public final ClientStream openStream(Method method, CallOptions options, StreamReceiver receiver) {
        ClientConnection connection = pick();
        if (connection != null) {
            return connection.openStream(method, options, receiver);
        }
        check("shape", method, method.shape().clientStreams(), "a stream of the client's messages");
        return openWaiting(method, null, options, receiver);
    }

    @Override
    public final ClientStream openStream(
            Method method, MessageWriter request, CallOptions options, StreamReceiver receiver) {
        ClientConnection connection = pick();
        if (connection != null) {
            return connection.openStream(method, request, options, receiver);
        }
        check("shape", method, method.shape() == Shape.SERVER_STREAM, Shape.SERVER_STREAM);
        EncodedMessage message = encode(request, status -> core.soon(() -> receiver.onFailure(status)));
        return message == null ? new EndedStream() : openWaiting(method, message, options, receiver);
    }

    @Override
    public final SendResult oneWay(Method method, MessageWriter message) {
        ClientConnection connection = pick();
        if (connection != null) {
            return connection.oneWay(method, message);
        }
        check("shape", method, method.shape() == Shape.ONE_WAY, Shape.ONE_WAY);
        core.connect();
        return SendResult.CLOSED;
    }

    @Override
    public final SendResult oneWay(Method method, MessageWriter message, CallOptions options) {
        ClientConnection connection = pick();
        return connection != null ? connection.oneWay(method, message, options) : oneWay(method, message);
    }

    // ---- without a connection, or with a policy

    private CallHandle startManaged(
            @Nullable CallPolicy policy,
            Method method,
            MessageWriter request,
            CallOptions options,
            ReplyHandler handler) {
        check("shape", method, method.shape() == Shape.UNARY, Shape.UNARY);
        check("timeoutNanos", options.timeoutNanos(), options.timeoutNanos() > 0, "> 0");
        EncodedMessage message = encode(request, status -> core.soon(() -> handler.onFailure(status)));
        if (message == null) {
            return NOTHING_TO_CANCEL;
        }
        CallPolicy applied = policy == null ? RetryPolicy.AT_ONCE_ONLY : policy;
        ManagedCall call = new ManagedCall(core, method, message, options, handler, this, applied);
        call.start();
        return call;
    }

    /** <em>Consumes</em> the message. */
    private ClientStream openWaiting(
            Method method, @Nullable EncodedMessage message, CallOptions options, StreamReceiver receiver) {
        WaitingStream stream = new WaitingStream(core, method, message, options, receiver, this);
        stream.tie();
        core.await(stream);
        return stream;
    }

    /** <em>Returns owned</em> the message; null where it cannot be had, and {@code refused} was told why. */
    private @Nullable EncodedMessage encode(MessageWriter request, Consumer<Status> refused) {
        try {
            return core.client.encode(request);
        } catch (FrameOverflowException | FrameBudgetException | RpcException e) {
            refused.accept(ChannelCore.notEncoded(e));
            return null;
        }
    }

    private static void check(String name, Object actual, boolean holds, Object rule) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + actual + " (expected: " + rule + ")");
        }
    }

    /** A stream that could not even begin to wait. */
    private static final class EndedStream implements ClientStream {
        @Override
        public SendResult send(MessageWriter message) {
            return SendResult.CLOSED;
        }

        @Override
        public boolean isReady() {
            return false;
        }

        @Override
        public long holdCredit() {
            throw new IllegalStateException("message: none (expected: one that is being delivered)");
        }

        @Override
        public void returnCredit(long bytes) {
            // It has ended: what is held went back by itself.
        }

        @Override
        public void end() {
            // It has ended.
        }

        @Override
        public void cancel(String reason) {
            // It has ended.
        }
    }
}
