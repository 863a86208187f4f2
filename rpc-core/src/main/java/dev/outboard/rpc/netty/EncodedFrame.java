package dev.outboard.rpc.netty;

import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.frame.FrameHeader;
import io.netty.buffer.ByteBuf;

/**
 * A NOTIFY that any number of connections send. It stands in their queues itself, once per reference that they hold; its
 * bytes are only read, and by index, so that loops do not disturb each other. It belongs to its frame (see {@link FrameEntries}): once all references
 * are given back, it may be another push.
 */
final class EncodedFrame implements EncodedPush, Outgoing {
    private final ByteBuf frame;
    /** Of the push that the frame is now. */
    private ServerCore owner;

    private int lengthBytes;

    /** <em>Consumes</em> the frame. */
    EncodedFrame(ByteBuf frame, ServerCore owner) {
        this.frame = frame;
        this.owner = owner;
        this.lengthBytes = frame.readableBytes();
    }

    /** The same frame is another push now; <em>consumes</em> it. */
    EncodedFrame begin(ServerCore newOwner) {
        owner = newOwner;
        lengthBytes = frame.readableBytes();
        return this;
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

    /** Whose push it is; <em>borrowed</em>. */
    ServerCore owner() {
        return owner;
    }

    @Override
    public void writeTo(Outbound out) {
        ServerCore core = owner; // with its last reference, the frame may be another push at once
        boolean sent = false;
        try {
            out.appendShared(frame);
            sent = true;
        } finally {
            frame.release();
            core.pushEnded(out, sent);
        }
    }

    @Override
    public void discard() {
        ServerCore core = owner;
        frame.release();
        core.pushLost();
    }

    @SuppressWarnings("ReferenceEquality") // one server, not an equal one
    private boolean isOf(ServerCore server) {
        return owner == server;
    }
}
