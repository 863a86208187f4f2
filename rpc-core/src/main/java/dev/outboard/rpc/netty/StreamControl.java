package dev.outboard.rpc.netty;

import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameType;

/** A frame of a stream that holds no message. */
final class StreamControl implements Outgoing {
    private final StreamEnd stream;
    private final int type;
    private final int aux16;
    private final byte[] body;

    StreamControl(StreamEnd stream, int type, int aux16, byte[] body) {
        this.stream = stream;
        this.type = type;
        this.aux16 = aux16;
        this.body = body;
    }

    @Override
    public int lengthBytes() {
        return FrameHeader.BYTES + body.length;
    }

    @Override
    public void writeTo(Outbound out) {
        if (type != FrameType.CREDIT && stream.standsBehind(this)) {
            return;
        }
        int id = stream.streamId();
        if (id != 0) {
            out.control(type, aux16, id, body);
        }
    }

    @Override
    public void discard() {
        // Holds nothing.
    }
}
