package dev.outboard.rpc.netty;

import dev.outboard.rpc.call.ReceiveWindow;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameRules;
import dev.outboard.rpc.frame.FrameType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The next CREDIT of one window; in the outbound queue once at the most, however often it is queued. */
final class CreditGrant implements Outgoing {
    private static final VarHandle QUEUED;

    static {
        try {
            QUEUED = MethodHandles.lookup().findVarHandle(CreditGrant.class, "queued", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final FramedConnection connection;
    private final ReceiveWindow window;
    /** Null for the connection's. */
    private final @Nullable StreamEnd stream;

    private volatile boolean queued;

    CreditGrant(FramedConnection connection, ReceiveWindow window, @Nullable StreamEnd stream) {
        this.connection = connection;
        this.window = window;
        this.stream = stream;
    }

    /** Any thread. */
    void queue() {
        if (!queued && QUEUED.compareAndSet(this, false, true)) {
            connection.out.offerAlways(this);
        }
    }

    @Override
    public int lengthBytes() {
        return FrameHeader.BYTES + FrameRules.CREDIT_BYTES;
    }

    @Override
    public void writeTo(Outbound target) {
        // First: what is released from here on queues it again.
        queued = false;
        int id = stream == null ? 0 : stream.streamId();
        if (stream != null && id == 0) {
            return;
        }
        long before = window.granted();
        long limit = stream == null ? connection.shared.grant() : window.grant();
        if (limit == before) {
            return; // memory is short: what is released next looks again
        }
        byte[] body =
                ByteBuffer.allocate(FrameRules.CREDIT_BYTES).putLong(limit).array();
        target.control(stream == null ? FrameType.CONNECTION_CREDIT : FrameType.CREDIT, 0, id, body);
    }

    @Override
    public void discard() {
        // Holds nothing.
    }
}
