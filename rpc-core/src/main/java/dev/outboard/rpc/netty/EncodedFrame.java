package dev.outboard.rpc.netty;

import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.frame.FrameHeader;
import io.netty.buffer.ByteBuf;

/**
 * A NOTIFY that any number of connections send. It stands in their queues itself, once per reference that they hold; its
 * bytes are only read, and by index, so that loops do not disturb each other.
 */
final class EncodedFrame implements EncodedPush, Outgoing {
    private final ByteBuf frame;
    private final ServerCore owner;
    private final int lengthBytes;

    /** <em>Consumes</em> the frame. */
    EncodedFrame(ByteBuf frame, ServerCore owner) {
        this.frame = frame;
        this.owner = owner;
        this.lengthBytes = frame.readableBytes();
    }

    /** {@code push}, if it is one of {@code server}'s. */
    static EncodedFrame of(EncodedPush push, ServerCore server) {
        if (push instanceof EncodedFrame encoded && encoded.isOf(server)) {
            return encoded;
        }
        throw new IllegalArgumentException("push: made elsewhere (expected: by encodePush of the same server)");
    }

    @Override
    public EncodedPush retain() {
        frame.retain();
        return this;
    }

    @Override
    public void release() {
        frame.release();
    }

    @Override
    public int lengthBytes() {
        return lengthBytes;
    }

    int bodyBytes() {
        return lengthBytes - FrameHeader.BYTES;
    }

    /** <em>Borrowed</em>. */
    ByteBuf frame() {
        return frame;
    }

    @Override
    public void writeTo(Outbound out) {
        boolean sent = false;
        try {
            out.appendShared(frame);
            sent = true;
        } finally {
            frame.release();
            ended(out, sent);
        }
    }

    @Override
    public void discard() {
        frame.release();
        lost();
    }

    /** Counts the end of a push of this frame over one connection, on its event loop. */
    void ended(Outbound out, boolean sent) {
        if (sent) {
            out.pushSent();
            owner.counters.pushesSent.increment();
        } else {
            lost();
        }
    }

    /** Counts a push of this frame that its connection had accepted and did not send. Any thread. */
    void lost() {
        owner.counters.pushesLost.increment();
    }

    @SuppressWarnings("ReferenceEquality") // one server, not an equal one
    private boolean isOf(ServerCore server) {
        return owner == server;
    }
}
