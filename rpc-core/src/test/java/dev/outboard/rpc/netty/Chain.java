package dev.outboard.rpc.netty;

import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.Status;
import java.util.concurrent.CountDownLatch;

/** A closed loop: each reply makes the next call, on the event loop, without garbage. */
final class Chain implements ReplyHandler, MessageWriter {
    private static final long TIMEOUT_NANOS = 60_000_000_000L;

    private final ClientConnection connection;
    private final Method method;
    private final CountDownLatch left;

    private Chain(ClientConnection connection, Method method, CountDownLatch left) {
        this.connection = connection;
        this.method = method;
        this.left = left;
    }

    /** Keeps {@code inFlight} calls going until {@code left} is at 0. */
    static void start(ClientConnection connection, Method method, int inFlight, CountDownLatch left) {
        Chain chain = new Chain(connection, method, left);
        for (int i = 0; i < inFlight; i++) {
            connection.call(method, chain, TIMEOUT_NANOS, chain);
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
            connection.call(method, this, TIMEOUT_NANOS, this);
        }
    }

    @Override
    public void onFailure(Status status) {
        throw new AssertionError(status);
    }
}
