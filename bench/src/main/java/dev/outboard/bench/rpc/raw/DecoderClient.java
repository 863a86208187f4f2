package dev.outboard.bench.rpc.raw;

import static dev.outboard.bench.rpc.raw.RawPeer.HEADER_BYTES;

import dev.outboard.bench.rpc.load.Call;
import dev.outboard.bench.rpc.load.Opaque;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** A buffer and a write for each call, a buffer from the decoder for each reply. */
final class DecoderClient extends RawCaller {
    private final Handler handler = new Handler();
    private @Nullable ChannelHandlerContext context;
    private boolean reading;

    DecoderClient(Opaque opaque, int inFlight) {
        super(opaque, inFlight);
    }

    @Override
    ChannelHandler handler() {
        return handler;
    }

    @Override
    EventLoop eventLoop() {
        return context().channel().eventLoop();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // a void promise: a failure closes the connection
    void send(Call call) {
        ChannelHandlerContext target = context();
        ByteBuf frame = target.alloc().directBuffer(frameBytes());
        encode(call, frame);
        target.write(frame, target.voidPromise());
    }

    @Override
    boolean flushComes() {
        return reading;
    }

    @Override
    void flush() {
        context().flush();
    }

    private ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("connection: not open (expected: open)");
        }
        return context;
    }

    private final class Handler extends ChannelInboundHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext added) {
            context = added;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf frame = (ByteBuf) message;
            reading = true;
            try {
                reply(frame, frame.readerIndex(), frame.readableBytes() - HEADER_BYTES);
            } finally {
                frame.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            reading = false;
            ctx.flush();
        }
    }
}
