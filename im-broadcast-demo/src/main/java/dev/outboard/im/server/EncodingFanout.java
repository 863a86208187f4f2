package dev.outboard.im.server;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerConnection;

/** A message that is encoded anew for each member. It lies on the heap, so there are no references to count. */
record EncodingFanout(HeapMessage message, Members members, Outbound outbound, long begun) implements Fanout {
    @Override
    public SendResult sendTo(ServerConnection connection) {
        EncodedPush push;
        try {
            push = outbound.encode(message);
        } catch (FrameBudgetException e) {
            // Counted as refused, as what no connection takes.
            return SendResult.TOO_LARGE;
        }
        try {
            return connection.push(push);
        } finally {
            push.release();
        }
    }

    @Override
    public void retain() {
        // The collector does it.
    }

    @Override
    public void release() {
        // The collector does it.
    }
}
