package dev.outboard.rpc.netty;

import dev.outboard.rpc.frame.FrameHeader;
import io.netty.buffer.ByteBuf;

/** A frame of a stream on its way to the loop, which knows the stream's id. */
final class StreamFrame implements Outgoing, LongMessage.Owner {
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
        if (stream.standsBehind(this)) {
            return;
        }
        int id = stream.streamId();
        if (id == 0) {
            out.drop(frame);
            stream.unsent(lengthBytes);
            return;
        }
        boolean isLong = lengthBytes - FrameHeader.BYTES > out.maxFrameBytes();
        if (isLong) {
            stream.beginLong();
        }
        out.appendMessage(
                frame, FrameHeader.word0(0, type, aux16, Packing.flags(frame), 0), FrameHeader.word1(id, 0), this);
    }

    @Override
    public boolean wantsRest() {
        return stream.streamId() != 0;
    }

    @Override
    public void longMessageEnded(Outbound out, int unsentBytes) {
        if (unsentBytes != 0) {
            stream.unsent(unsentBytes);
        }
        stream.endLong(out);
    }

    @Override
    public void longMessageDiscarded() {
        stream.discardBehindLong();
    }

    @Override
    public void discard() {
        frame.release();
    }
}
