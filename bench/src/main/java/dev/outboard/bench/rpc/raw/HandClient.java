package dev.outboard.bench.rpc.raw;

import dev.outboard.bench.rpc.load.Call;
import dev.outboard.bench.rpc.load.Opaque;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;

/** Calls into the open buffer, replies out of the read buffer. */
final class HandClient extends RawCaller {
    private final Frames frames = new Frames() {
        @Override
        void frame(ByteBuf in, int at, int bodyBytes) {
            reply(in, at, bodyBytes);
        }
    };

    HandClient(Opaque opaque, int inFlight) {
        super(opaque, inFlight);
    }

    @Override
    ChannelHandler handler() {
        return frames;
    }

    @Override
    EventLoop eventLoop() {
        return frames.context().channel().eventLoop();
    }

    @Override
    void send(Call call) {
        encode(call, frames.out(frameBytes()));
    }

    @Override
    boolean flushComes() {
        return frames.isReading();
    }

    @Override
    void flush() {
        frames.flush();
    }
}
