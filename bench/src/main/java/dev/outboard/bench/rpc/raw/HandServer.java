package dev.outboard.bench.rpc.raw;

import static dev.outboard.bench.rpc.raw.RawPeer.HEADER_BYTES;

import io.netty.buffer.ByteBuf;

/** Echoes each frame as it is. */
final class HandServer extends Frames {
    @Override
    void frame(ByteBuf in, int at, int bodyBytes) {
        int length = HEADER_BYTES + bodyBytes;
        out(length).writeBytes(in, at, length);
    }
}
