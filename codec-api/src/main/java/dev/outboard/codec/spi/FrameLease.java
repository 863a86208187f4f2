package dev.outboard.codec.spi;

import dev.outboard.codec.Lease;
import dev.outboard.codec.WireReader;
import io.netty.buffer.ByteBuf;

/** A reference on a frame with a reader of a region of it. */
final class FrameLease implements Lease {
    private final ByteBuf frame;
    private final FrameReader reader;
    private boolean closed;

    /** <em>Consumes</em> one reference on the frame. */
    FrameLease(ByteBuf frame, int frameIndex, int length, FrameReader reader) {
        this.frame = frame;
        this.reader = reader;
        reader.attach(frame, frameIndex, length);
    }

    @Override
    public WireReader reader() {
        return reader;
    }

    @Override
    public void close() {
        if (closed) {
            throw new IllegalStateException("lease: closed before (expected: closed once)");
        }
        closed = true;
        reader.detach();
        frame.release();
    }
}
