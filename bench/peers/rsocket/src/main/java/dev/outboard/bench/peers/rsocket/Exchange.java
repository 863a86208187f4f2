package dev.outboard.bench.peers.rsocket;

import dev.outboard.bench.rpc.load.Call;
import dev.outboard.bench.rpc.load.Opaque;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.rsocket.Payload;
import io.rsocket.util.ByteBufPayload;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** One call: takes its reply, checks it where it lies, and gives it back. */
final class Exchange implements CoreSubscriber<Payload> {
    private final Call call;
    private final Opaque opaque;
    private boolean right;

    Exchange(Call call, Opaque opaque) {
        this.call = call;
        this.opaque = opaque;
    }

    /** The request of the call {@code id}, in a pooled buffer that goes out as it is. */
    static Payload request(Opaque opaque, long id) {
        byte[] pattern = opaque.pattern();
        ByteBuf body = PooledByteBufAllocator.DEFAULT.buffer(pattern.length);
        body.writeLongLE(id);
        body.writeBytes(pattern, 8, pattern.length - 16);
        body.writeLongLE(~id);
        return ByteBufPayload.create(body);
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Payload reply) {
        right = matches(call.id(), reply.sliceData());
        reply.release();
    }

    @Override
    public void onError(Throwable cause) {
        call.failed("call: " + cause + " (expected: a reply)");
    }

    @Override
    public void onComplete() {
        call.replied(right);
    }

    private boolean matches(long id, ByteBuf reply) {
        int at = reply.readerIndex();
        int last = opaque.lastOffset();
        if (reply.readableBytes() != last + 8 || reply.getLongLE(at) != id || reply.getLongLE(at + last) != ~id) {
            return false;
        }
        if (Opaque.isFullyChecked(id)) {
            for (int offset = 8; offset < last; offset += 8) {
                if (reply.getLongLE(at + offset) != opaque.word(id, offset)) {
                    return false;
                }
            }
        }
        return true;
    }
}
