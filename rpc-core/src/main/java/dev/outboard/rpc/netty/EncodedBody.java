package dev.outboard.rpc.netty;

import dev.outboard.codec.WireWriter;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.rpc.EncodedMessage;
import io.netty.buffer.ByteBuf;

/** A message in a frame of its own, from which it is copied behind the header of each frame that carries it. */
final class EncodedBody implements EncodedMessage {
    private final CodecProvider codec;
    private final ByteBuf frame;
    private final int lengthBytes;

    /** <em>Consumes</em> the frame. */
    EncodedBody(CodecProvider codec, ByteBuf frame) {
        this.codec = codec;
        this.frame = frame;
        this.lengthBytes = frame.readableBytes();
    }

    @Override
    public int lengthBytes() {
        return lengthBytes;
    }

    @Override
    public void write(WireWriter out) {
        FrameReader reader = codec.newReader();
        reader.attach(frame, 0, lengthBytes);
        try {
            out.writeRaw(reader, 0, lengthBytes);
        } finally {
            reader.detach();
        }
    }

    @Override
    public void release() {
        frame.release();
    }
}
