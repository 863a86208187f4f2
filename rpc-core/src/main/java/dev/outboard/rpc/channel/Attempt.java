package dev.outboard.rpc.channel;

import dev.outboard.codec.FrameOverflowException;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.rpc.CallHandle;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.ReplyInfo;
import dev.outboard.rpc.Status;
import org.jspecify.annotations.Nullable;

/** One try of a call, on one connection. */
final class Attempt implements ReplyHandler, MessageWriter {
    private final ManagedCall call;
    private final MessageWriter message;
    /** The call's lock guards it; null as long as the connection has not returned it. */
    @Nullable
    CallHandle handle;
    /** Whether the request is longer than this connection's server takes; no other try would help. */
    private volatile boolean tooLong;

    Attempt(ManagedCall call, MessageWriter message) {
        this.call = call;
        this.message = message;
    }

    boolean isTooLong() {
        return tooLong;
    }

    @Override
    public void write(WireWriter out) {
        try {
            message.write(out);
        } catch (FrameOverflowException e) {
            tooLong = true;
            throw e;
        }
    }

    @Override
    public void onReply(WireReader reply) {
        call.replied(this, reply, null);
    }

    @Override
    public void onReply(WireReader reply, ReplyInfo info) {
        call.replied(this, reply, info);
    }

    @Override
    public void onFailure(Status status) {
        call.failed(this, status, true);
    }
}
