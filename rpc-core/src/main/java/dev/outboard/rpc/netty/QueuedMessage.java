package dev.outboard.rpc.netty;

import dev.outboard.rpc.CallOptions;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.call.MethodNumbers;
import dev.outboard.rpc.frame.Extension;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** A one-way message on its way to the loop, which knows the method's number. */
final class QueuedMessage implements Outgoing {
    private final DialedConnection connection;
    private final ClientCalls calls;
    private final Method method;
    private final ByteBuf frame;
    private final int lengthBytes;
    private final int extension;

    /** <em>Consumes</em> the frame when it is accepted by the queue. */
    QueuedMessage(
            DialedConnection connection,
            ClientCalls calls,
            Method method,
            ByteBuf frame,
            @Nullable CallOptions options) {
        this.connection = connection;
        this.calls = calls;
        this.method = method;
        this.frame = frame;
        this.lengthBytes = frame.readableBytes();
        this.extension = options == null ? 0 : Extension.lengthField(Extension.bytes(options));
    }

    @Override
    public int lengthBytes() {
        return lengthBytes;
    }

    @Override
    public void writeTo(Outbound out) {
        int number;
        try {
            number = calls.number(method);
        } catch (Throwable t) {
            frame.release();
            throw t;
        }
        if (number == MethodNumbers.NONE) {
            frame.release();
            connection.dropped(method);
            return;
        }
        frame.setLong(
                0,
                FrameHeader.word0(
                        lengthBytes - FrameHeader.BYTES, FrameType.NOTIFY, number, Packing.flags(frame), extension));
        frame.setLong(Long.BYTES, FrameHeader.word1(0, 0));
        out.appendOwned(frame);
    }

    @Override
    public void discard() {
        frame.release();
    }
}
