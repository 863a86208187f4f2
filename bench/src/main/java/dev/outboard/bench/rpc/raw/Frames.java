package dev.outboard.bench.rpc.raw;

import static dev.outboard.bench.rpc.raw.RawPeer.HEADER_BYTES;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * One connection, by hand: walks the frames in the buffer that was read and keeps only a cut-off one for the next read;
 * collects what is to be sent in one open buffer. Belongs to the event loop.
 */
abstract class Frames extends ChannelInboundHandlerAdapter {
    private static final int OUT_BYTES = 64 << 10;
    /** As the product does: a connection that is alone flushes at each quarter of a read where as many frames wait. */
    private static final int EARLY_FRAMES = 32;

    private static final int PARTS = 4;

    /** Of all connections of the process, which are on one event loop. */
    private static @Nullable Frames lastRead;

    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf rest;
    private @Nullable ByteBuf out;
    private boolean reading;
    private int unflushedFrames;

    /** A whole frame; <em>borrows</em> the buffer. */
    abstract void frame(ByteBuf in, int at, int bodyBytes);

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        reading = true;
        if (rest != null) {
            rest.writeBytes(in);
            in.release();
            in = rest;
            rest = null;
        }
        int at = in.readerIndex();
        int end = in.writerIndex();
        int step = (end - at) / PARTS;
        int early = lastRead == this ? at + step : Integer.MAX_VALUE;
        while (end - at >= HEADER_BYTES) {
            int body = in.getInt(at);
            if (end - at - HEADER_BYTES < body) {
                break;
            }
            frame(in, at, body);
            if (at >= early) {
                early += step;
                if (unflushedFrames >= EARLY_FRAMES) {
                    flush();
                }
            }
            at += HEADER_BYTES + body;
        }
        keep(in, at, end);
    }

    private void keep(ByteBuf in, int at, int end) {
        if (at < end) {
            rest = in.alloc().directBuffer(OUT_BYTES);
            rest.writeBytes(in, at, end - at);
        }
        in.release();
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        lastRead = this;
        flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (rest != null) {
            rest.release();
            rest = null;
        }
        if (out != null) {
            out.release();
            out = null;
        }
    }

    /** Whether a flush will come by itself. */
    final boolean isReading() {
        return reading;
    }

    final ChannelHandlerContext context() {
        if (context == null) {
            throw new IllegalStateException("connection: not open (expected: open)");
        }
        return context;
    }

    /** The open buffer, with room for that much: one more frame. */
    final ByteBuf out(int bytes) {
        unflushedFrames++;
        ByteBuf open = out;
        if (open != null && open.writableBytes() >= bytes) {
            return open;
        }
        write();
        open = context().alloc().directBuffer(Math.max(OUT_BYTES, bytes));
        out = open;
        return open;
    }

    final void flush() {
        unflushedFrames = 0;
        if (out != null) {
            write();
            context().flush();
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // a void promise: a failure closes the connection
    private void write() {
        ByteBuf open = out;
        if (open != null) {
            out = null;
            ChannelHandlerContext target = context();
            target.write(open, target.voidPromise());
        }
    }
}
