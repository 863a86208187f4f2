package dev.outboard.rpc.channel;

import dev.outboard.rpc.CallHandle;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.ClientStream;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamReceiver;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection that keeps its calls, for the test to end them. */
final class StubConnection implements ClientConnection {
    final List<Call> calls = new ArrayList<>();
    private final String host;
    private final List<Runnable> closeActions = new ArrayList<>();
    private final List<Runnable> drainActions = new ArrayList<>();
    private boolean open = true;
    private boolean draining;

    /** A call, and what its caller wants. */
    static final class Call implements CallHandle {
        final ReplyHandler handler;
        final long timeoutNanos;

        @Nullable
        String cancelled;

        Call(ReplyHandler handler, long timeoutNanos) {
            this.handler = handler;
            this.timeoutNanos = timeoutNanos;
        }

        @Override
        public void cancel(String reason) {
            cancelled = reason;
            handler.onFailure(new Status(StatusCode.CANCELLED, false, reason));
        }

        void fail(StatusCode code, boolean notProcessed) {
            handler.onFailure(new Status(code, notProcessed, "stub"));
        }
    }

    StubConnection(String host) {
        this.host = host;
    }

    Call call(int i) {
        return calls.get(i);
    }

    /** The server says that it is going away; who asked to be told is not told yet. */
    void beginDraining() {
        draining = true;
    }

    void drain() {
        beginDraining();
        drainActions.forEach(Runnable::run);
    }

    @Override
    public void call(Method method, MessageWriter request, long timeoutNanos, ReplyHandler handler) {
        calls.add(new Call(handler, timeoutNanos));
    }

    @Override
    public CallHandle startCall(Method method, MessageWriter request, CallOptions options, ReplyHandler handler) {
        Call call = new Call(handler, options.timeoutNanos());
        calls.add(call);
        return call;
    }

    @Override
    public ClientStream openStream(Method method, CallOptions options, StreamReceiver receiver) {
        throw new UnsupportedOperationException("openStream");
    }

    @Override
    public ClientStream openStream(Method method, MessageWriter request, CallOptions options, StreamReceiver receiver) {
        throw new UnsupportedOperationException("openStream");
    }

    @Override
    public void call(Method method, MessageWriter request, CallOptions options, ReplyHandler handler) {
        calls.add(new Call(handler, options.timeoutNanos()));
    }

    @Override
    public SendResult oneWay(Method method, MessageWriter message, CallOptions options) {
        throw new UnsupportedOperationException("oneWay");
    }

    @Override
    public SendResult oneWay(Method method, MessageWriter message) {
        return SendResult.ACCEPTED;
    }

    @Override
    public int callsInFlight() {
        return calls.size();
    }

    @Override
    public boolean isDraining() {
        return draining;
    }

    @Override
    public void onDraining(Runnable action) {
        drainActions.add(action);
    }

    @Override
    public void execute(Runnable action) {
        action.run();
    }

    @Override
    public long id() {
        return 1;
    }

    @Override
    public String remoteAddress() {
        return host;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public @Nullable Object attachment() {
        return null;
    }

    @Override
    public void attach(@Nullable Object attachment) {
        throw new UnsupportedOperationException("attach");
    }

    @Override
    public void onClose(Runnable action) {
        closeActions.add(action);
    }

    @Override
    public long queuedBytes() {
        return 0;
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            closeActions.forEach(Runnable::run);
        }
    }
}
