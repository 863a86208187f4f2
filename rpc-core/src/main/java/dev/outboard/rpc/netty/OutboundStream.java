package dev.outboard.rpc.netty;

import dev.outboard.codec.WireReader;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.rpc.ClientStream;
import dev.outboard.rpc.Compression;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.ReplyInfo;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.Shape;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.StreamReceiver;
import dev.outboard.rpc.frame.Fault;
import dev.outboard.rpc.frame.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A stream on the client: a call whose end this waits for, and the messages before it. */
final class OutboundStream extends StreamEnd implements ClientStream, ReplyHandler {
    private static final VarHandle HALF_CLOSED;

    static {
        try {
            HALF_CLOSED = MethodHandles.lookup().findVarHandle(OutboundStream.class, "halfClosed", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final DialedConnection dialed;
    private final Shape shape;
    private final StreamReceiver receiver;
    private volatile boolean halfClosed;
    private volatile boolean over;
    /** Set before anybody else knows this stream. */
    private @Nullable QueuedCall call;

    private @Nullable ParentLink parent;

    /** The loop's; 0 before the request is written. */
    private int stream;

    OutboundStream(
            DialedConnection connection, Shape shape, StreamReceiver receiver, @Nullable Compression compression) {
        super(connection);
        compressWith(compression);
        this.dialed = connection;
        this.shape = shape;
        this.receiver = receiver;
        this.halfClosed = !shape.clientStreams();
    }

    /** The call that opens this stream; called once, at the beginning. */
    void openedBy(QueuedCall opening) {
        call = opening;
    }

    /** The call that this one is made for; called before {@link #openedBy}. */
    void childOf(ParentLink link) {
        parent = link;
    }

    // ---- ClientStream

    @Override
    public void end() {
        if (!halfClosed && HALF_CLOSED.compareAndSet(this, false, true)) {
            sendEnd();
        }
    }

    @Override
    public void cancel(String reason) {
        QueuedCall opening = call;
        if (opening != null) {
            opening.cancel(reason);
        }
    }

    @Override
    boolean takesMessages() {
        return !halfClosed && !over;
    }

    // ---- event loop

    /** The request is about to be written. */
    void opened(int id) {
        stream = id;
        // Before this the connection did not know it, and what came for all streams passed it by.
        dialed.shared.wake(this);
    }

    @Override
    int streamId() {
        return over ? 0 : stream;
    }

    @Override
    void tellReady() {
        dialed.runUserCode(receiver::onReady, "stream receiver");
    }

    /** Fails for a message that cannot be. */
    void checkTakesMore() {
        if (!shape.serverStreams()) {
            throw new ProtocolException(Fault.BAD_STREAM, "message: of " + shape + " (expected: a reply)");
        }
    }

    /** There is no memory for a message: gives the stream up. */
    void noRoom() {
        giveUp(new Status(StatusCode.RESOURCE_EXHAUSTED, false, "memory: no room for a message"));
    }

    private void giveUp(Status status) {
        QueuedCall opening = call;
        if (opening != null) {
            opening.cancelNow(status);
        }
    }

    /** A message came, and was booked; <em>borrows</em> the buffer. */
    void onMessage(ByteBuf buffer, int body, int length, boolean packed) {
        if (!packed) {
            deliver(buffer, body, length, cost(length));
            return;
        }
        ByteBuf message;
        try {
            message = dialed.unpack(buffer, body, length);
        } catch (RpcException e) {
            release(cost(length));
            giveUp(e.status());
            return;
        }
        try {
            deliver(message, 0, message.readableBytes(), cost(length));
        } finally {
            message.release();
        }
    }

    private void deliver(ByteBuf buffer, int body, int length, int bytes) {
        FrameReader reader = loop.reader;
        beginDelivery(reader, buffer, body, length, bytes);
        try {
            receiver.onMessage(reader);
        } catch (Throwable t) {
            dialed.faults.threw("stream receiver", t);
        } finally {
            endDelivery(reader);
        }
    }

    @Override
    public void onReply(WireReader reply) {
        throw new IllegalStateException("reply: without info (expected: with it)");
    }

    @Override
    public void onReply(WireReader reply, ReplyInfo info) {
        ended();
        if (!shape.serverStreams()) {
            beginReply();
            dialed.runUserCode(() -> receiver.onMessage(reply), "stream receiver");
            endReply();
        }
        receiver.onComplete(info);
    }

    @Override
    public void onFailure(Status status) {
        ended();
        receiver.onFailure(status);
    }

    @Override
    public void onFailure(Status status, ReplyInfo info) {
        ended();
        receiver.onFailure(status, info);
    }

    private void ended() {
        over = true;
        ParentLink link = parent;
        if (link != null) {
            link.end();
        }
        releaseHeld();
    }
}
