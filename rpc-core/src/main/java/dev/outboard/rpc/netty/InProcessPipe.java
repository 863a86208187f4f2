package dev.outboard.rpc.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes of the in-process transport, which hands over the sender's own buffers through a queue without a bound, what a socket is.
 *
 * <p>What arrives is copied into a frame of the receiver's: so each end's frames stay in its own account and codec, and a push that
 * many connections share is nobody's to keep. And bytes that are under way are counted: over {@link #HIGH_BYTES} the channel is not
 * writable until the peer has read down to {@link #LOW_BYTES}. Each end learns of the other's count by its first message.
 */
@SuppressWarnings("FutureReturnValueIgnored") // of writes: a failed one closes the connection
final class InProcessPipe extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(InProcessPipe.class);
    private static final long HIGH_BYTES = 64 << 10;
    private static final long LOW_BYTES = 32 << 10;
    /** The writability bit that is ours. */
    private static final int BIT = 1;

    private @Nullable UnderWay own;
    private @Nullable UnderWay peers;

    @Override
    public void channelActive(ChannelHandlerContext context) {
        own = new UnderWay(context);
        context.write(own);
        context.fireChannelActive();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        UnderWay underWay = own;
        long bytes = message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
        context.write(message, promise);
        if (underWay != null) {
            underWay.sent(bytes);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof UnderWay hello) {
            peers = hello;
            return;
        }
        ByteBuf sent = (ByteBuf) message;
        ByteBuf received;
        try {
            int bytes = sent.readableBytes();
            received = context.alloc().directBuffer(bytes);
            // By index: the reader index of a buffer that others read too is not ours to move.
            received.writeBytes(sent, sent.readerIndex(), bytes);
            if (peers != null) {
                peers.received(bytes);
            }
        } finally {
            sent.release();
        }
        context.fireChannelRead(received);
    }

    /**
     * Bytes that one end has written and the other not read. The writer sets {@code blocked} and then looks at the count, the reader
     * lowers the count and then looks at {@code blocked}: one of them sees the other.
     */
    private static final class UnderWay implements Runnable {
        private final ChannelHandlerContext context;
        private final AtomicLong bytes = new AtomicLong();
        private volatile boolean blocked;

        UnderWay(ChannelHandlerContext context) {
            this.context = context;
        }

        /** On the writer's loop. */
        void sent(long more) {
            if (bytes.addAndGet(more) > HIGH_BYTES && !blocked) {
                blocked = true;
                writable(false);
                run();
            }
        }

        /** On the reader's loop. */
        void received(long less) {
            if (bytes.addAndGet(-less) <= LOW_BYTES && blocked) {
                try {
                    context.executor().execute(this);
                } catch (RejectedExecutionException e) {
                    LOG.debug("in-process: the writer's event loop has ended", e);
                }
            }
        }

        /** On the writer's loop: lets it go on, if there is room. */
        @Override
        public void run() {
            if (blocked && bytes.get() <= LOW_BYTES) {
                blocked = false;
                writable(true);
            }
        }

        private void writable(boolean is) {
            ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
            if (buffer != null) {
                buffer.setUserDefinedWritability(BIT, is);
            }
        }
    }
}
