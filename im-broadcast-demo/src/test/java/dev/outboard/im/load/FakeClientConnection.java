package dev.outboard.im.load;

import dev.outboard.rpc.CallHandle;
import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.ClientStream;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.StreamReceiver;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connection whose calls end as the test says. */
final class FakeClientConnection implements ClientConnection {
    private final Consumer<ReplyHandler> server;
    private volatile @Nullable Object attachment;

    /**
     * @param server gets each call's handler, on the calling thread, inside the call
     */
    FakeClientConnection(Consumer<ReplyHandler> server) {
        this.server = server;
    }

    @Override
    public void call(Method method, MessageWriter request, long timeoutNanos, ReplyHandler handler) {
        server.accept(handler);
    }

    @Override
    public void call(Method method, MessageWriter request, CallOptions options, ReplyHandler handler) {
        server.accept(handler);
    }

    @Override
    public CallHandle startCall(Method method, MessageWriter request, CallOptions options, ReplyHandler handler) {
        throw new UnsupportedOperationException("startCall");
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
    public SendResult oneWay(Method method, MessageWriter message) {
        return SendResult.CLOSED;
    }

    @Override
    public SendResult oneWay(Method method, MessageWriter message, CallOptions options) {
        return SendResult.CLOSED;
    }

    @Override
    public int callsInFlight() {
        return 0;
    }

    @Override
    public boolean isDraining() {
        return false;
    }

    @Override
    public void onDraining(Runnable action) {
        // Never drains.
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
        return "fake";
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public @Nullable Object attachment() {
        return attachment;
    }

    @Override
    public void attach(@Nullable Object newAttachment) {
        attachment = newAttachment;
    }

    @Override
    public void onClose(Runnable action) {
        // Never closes.
    }

    @Override
    public long queuedBytes() {
        return 0;
    }

    @Override
    public void close() {
        // Nothing to close.
    }
}
