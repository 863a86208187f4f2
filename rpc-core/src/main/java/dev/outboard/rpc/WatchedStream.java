package dev.outboard.rpc;

import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is watched: stands before its receiver, and before the stream itself, whose messages it measures. It writes them
 * as itself, so that a message costs no object; one thread at a time sends.
 */
final class WatchedStream extends WatchedMessage implements StreamReceiver, ClientStream {
    private static final VarHandle SENT_BYTES;

    static {
        try {
            SENT_BYTES = MethodHandles.lookup().findVarHandle(WatchedStream.class, "sentBytes", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final StreamReceiver receiver;
    /** Set before its user can have this. */
    private volatile @Nullable ClientStream stream;

    private @Nullable MessageWriter message;
    private int messageBytes;
    /** Written by the thread that sends, read by the one that ends it. */
    private long sentBytes;

    private long receivedBytes;

    WatchedStream(Method method, ClientCallWatcher.Watch watch, MessageWriter request, StreamReceiver receiver) {
        super(method, watch, request);
        this.receiver = receiver;
    }

    ClientStream opened(ClientStream newStream) {
        stream = newStream;
        return this;
    }

    private ClientStream stream() {
        return Objects.requireNonNull(stream, "stream");
    }

    // ---- ClientStream

    @Override
    public void write(WireWriter out) {
        MessageWriter sent = message;
        if (sent == null) {
            super.write(out); // the request
            return;
        }
        int before = out.position();
        sent.write(out);
        messageBytes = out.position() - before;
    }

    @Override
    public SendResult send(MessageWriter newMessage) {
        message = newMessage;
        SendResult result = stream().send(this);
        if (result == SendResult.ACCEPTED) {
            SENT_BYTES.setOpaque(this, sentBytes + messageBytes);
        }
        return result;
    }

    @Override
    public boolean isReady() {
        return stream().isReady();
    }

    @Override
    public long holdCredit() {
        return stream().holdCredit();
    }

    @Override
    public void returnCredit(long bytes) {
        stream().returnCredit(bytes);
    }

    @Override
    public void end() {
        stream().end();
    }

    @Override
    public void cancel(String reason) {
        stream().cancel(reason);
    }

    // ---- StreamReceiver

    @Override
    public void onMessage(WireReader received) {
        receivedBytes += received.length();
        receiver.onMessage(received);
    }

    @Override
    public void onReady() {
        receiver.onReady();
    }

    @Override
    public void onComplete() {
        try {
            tell(null);
        } finally {
            receiver.onComplete();
        }
    }

    @Override
    public void onComplete(ReplyInfo info) {
        try {
            tell(null);
        } finally {
            receiver.onComplete(info);
        }
    }

    @Override
    public void onFailure(Status status) {
        try {
            tell(status);
        } finally {
            receiver.onFailure(status);
        }
    }

    @Override
    public void onFailure(Status status, ReplyInfo info) {
        try {
            tell(status);
        } finally {
            receiver.onFailure(status, info);
        }
    }

    // ---- ClientCallSummary

    @Override
    public long requestBytes() {
        return super.requestBytes() + (long) SENT_BYTES.getOpaque(this);
    }

    @Override
    public long replyBytes() {
        return receivedBytes;
    }
}
