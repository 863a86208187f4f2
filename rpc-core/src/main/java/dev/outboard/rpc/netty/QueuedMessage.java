package dev.outboard.rpc.netty;

import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.call.MethodNumbers;
import dev.outboard.rpc.frame.Extension;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A one-way message on its way to the loop, which knows the method's number. It belongs to its frame (see {@link FrameEntries}). */
final class QueuedMessage implements Outgoing {
    /** Null while this is nobody's. */
    private @Nullable DialedConnection connection;

    private @Nullable Method method;
    private @Nullable ByteBuf frame;
    private int lengthBytes;
    private int extension;

    /** Makes this the entry of a message. <em>Consumes</em> the frame when it is accepted by the queue. */
    QueuedMessage begin(
            DialedConnection newConnection, Method newMethod, ByteBuf newFrame, @Nullable CallOptions options) {
        connection = newConnection;
        method = newMethod;
        frame = newFrame;
        lengthBytes = newFrame.readableBytes();
        extension = options == null ? 0 : Extension.lengthField(Extension.bytes(options));
        return this;
    }

    @Override
    public int lengthBytes() {
        return lengthBytes;
    }

    @Override
    public void writeTo(Outbound out) {
        DialedConnection sender = Objects.requireNonNull(connection, "connection");
        Method called = Objects.requireNonNull(method, "method");
        int extensionField = extension;
        ByteBuf message = take();
        int number;
        try {
            number = sender.calls().number(called);
        } catch (Throwable t) {
            message.release();
            throw t;
        }
        if (number == MethodNumbers.NONE) {
            message.release();
            sender.dropped(called);
            return;
        }
        int length = message.readableBytes() - FrameHeader.BYTES;
        message.setLong(0, FrameHeader.word0(length, FrameType.NOTIFY, number, Packing.flags(message), extensionField));
        message.setLong(Long.BYTES, FrameHeader.word1(0, 0));
        out.appendOwned(message);
    }

    @Override
    public void discard() {
        take().release();
    }

    /** Leaves nothing behind; <em>returns owned</em>. */
    private ByteBuf take() {
        ByteBuf message = Objects.requireNonNull(frame, "frame");
        connection = null;
        method = null;
        frame = null;
        return message;
    }
}
