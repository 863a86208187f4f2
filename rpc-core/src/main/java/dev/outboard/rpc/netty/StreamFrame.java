package dev.outboard.rpc.netty;

import dev.outboard.rpc.frame.FrameHeader;
import io.netty.buffer.ByteBuf;

/** A frame of a stream on its way to the loop, which knows the stream's id. */
final class StreamFrame implements Outgoing {
    private final StreamEnd stream;
    private final int type;
    private final int aux16;
    private final ByteBuf frame;
    private final int lengthBytes;

    /** <em>Consumes</em> the frame, whose header is still to be set, when it is accepted by the queue. */
    StreamFrame(StreamEnd stream, int type, int aux16, ByteBuf frame) {
        this.stream = stream;
        this.type = type;
        this.aux16 = aux16;
        this.frame = frame;
        this.lengthBytes = frame.readableBytes();
    }

    @Override
    public int lengthBytes() {
        return lengthBytes;
    }

    @Override
    public void writeTo(Outbound out) {
        int id = stream.streamId();
        if (id == 0) {
            frame.release();
            stream.unsent(lengthBytes);
            return;
        }
        frame.setLong(0, FrameHeader.word0(lengthBytes - FrameHeader.BYTES, type, aux16));
        frame.setLong(Long.BYTES, FrameHeader.word1(id, 0));
        out.appendOwned(frame);
    }

    @Override
    public void discard() {
        frame.release();
    }
}
