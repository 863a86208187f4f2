package dev.outboard.bench.rpc.raw;

import static dev.outboard.bench.rpc.raw.RawPeer.HEADER_BYTES;

import dev.outboard.bench.rpc.load.Call;
import dev.outboard.bench.rpc.load.Opaque;
import dev.outboard.bench.rpc.load.RpcPeer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one connection: those of the event loop are encoded at once, those of other threads go through a queue
 * with one wake-up for all that are in it.
 */
abstract class RawCaller implements RpcPeer.Caller, Runnable {
    private final Opaque opaque;
    private final Call[] calls;
    private final MpscVarHandleArrayQueue<Call> queue;
    private final AtomicBoolean signalled = new AtomicBoolean();
    private @Nullable EventLoop loop;

    RawCaller(Opaque opaque, int inFlight) {
        this.opaque = opaque;
        this.calls = new Call[inFlight];
        this.queue = new MpscVarHandleArrayQueue<>(Math.max(4, inFlight));
    }

    abstract ChannelHandler handler();

    abstract EventLoop eventLoop();

    /** Encodes a call. On the event loop. */
    abstract void send(Call call);

    /** Whether what was sent will be flushed without being asked to. */
    abstract boolean flushComes();

    abstract void flush();

    @Override
    public final void start(Call call) {
        calls[call.index()] = call;
        EventLoop own = loop;
        if (own == null) {
            own = eventLoop();
            loop = own;
        }
        if (own.inEventLoop()) {
            send(call);
            if (!flushComes()) {
                signal(own);
            }
        } else {
            queue.offer(call);
            signal(own);
        }
    }

    private void signal(EventLoop own) {
        if (!signalled.get() && signalled.compareAndSet(false, true)) {
            own.execute(this);
        }
    }

    @Override
    public final void run() {
        signalled.set(false);
        for (Call call = queue.poll(); call != null; call = queue.poll()) {
            send(call);
        }
        flush();
    }

    /** Writes the frame of a call. */
    final void encode(Call call, ByteBuf out) {
        byte[] pattern = opaque.pattern();
        long id = call.id();
        out.writeLong((long) pattern.length << 32);
        out.writeLong((long) call.index() << 32);
        out.writeLongLE(id);
        out.writeBytes(pattern, 8, pattern.length - 16);
        out.writeLongLE(~id);
    }

    final int frameBytes() {
        return HEADER_BYTES + opaque.pattern().length;
    }

    /** Checks the reply that begins at {@code at} with its header, and ends its call. */
    final void reply(ByteBuf in, int at, int bodyBytes) {
        Call call = calls[in.getInt(at + 8)];
        call.replied(matches(call.id(), in, at + HEADER_BYTES, bodyBytes));
    }

    private boolean matches(long id, ByteBuf in, int at, int length) {
        int last = opaque.lastOffset();
        if (length != last + 8 || in.getLongLE(at) != id || in.getLongLE(at + last) != ~id) {
            return false;
        }
        if (Opaque.isFullyChecked(id)) {
            for (int offset = 8; offset < last; offset += 8) {
                if (in.getLongLE(at + offset) != opaque.word(id, offset)) {
                    return false;
                }
            }
        }
        return true;
    }
}
