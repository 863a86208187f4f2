package dev.outboard.rpc.netty;

import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.RpcChannel;
import dev.outboard.rpc.Status;
import java.util.concurrent.CountDownLatch;

/** A closed loop: each reply makes the next call, on the event loop, without garbage. */
final class Chain implements ReplyHandler, MessageWriter {
    private static final long TIMEOUT_NANOS = 60_000_000_000L;

    private final RpcChannel channel;
    private final Method method;
    private final CountDownLatch left;

    private Chain(RpcChannel channel, Method method, CountDownLatch left) {
        this.channel = channel;
        this.method = method;
        this.left = left;
    }

    /** Keeps {@code inFlight} calls going until {@code left} is at 0. */
    static void start(RpcChannel channel, Method method, int inFlight, CountDownLatch left) {
        Chain chain = new Chain(channel, method, left);
        for (int i = 0; i < inFlight; i++) {
            channel.call(method, chain, TIMEOUT_NANOS, chain);
        }
    }

    @Override
    public void write(WireWriter out) {
        for (int i = 0; i < 8; i++) {
            out.writeFixed64(i);
        }
    }

    @Override
    public void onReply(WireReader reply) {
        left.countDown();
        if (left.getCount() > 0) {
            channel.call(method, this, TIMEOUT_NANOS, this);
        }
    }

    @Override
    public void onFailure(Status status) {
        throw new AssertionError(status);
    }
}
