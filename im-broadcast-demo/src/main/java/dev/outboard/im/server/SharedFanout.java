package dev.outboard.im.server;

import dev.outboard.rpc.EncodedPush;
import dev.outboard.rpc.SendResult;
import dev.outboard.rpc.ServerConnection;

/**
 * A message that was encoded once, for all.
 *
 * @param push owned, once per reference
 */
record SharedFanout(EncodedPush push, Members members, long begun) implements Fanout {
    @Override
    public SendResult sendTo(ServerConnection connection) {
        return connection.push(push);
    }

    @Override
    public void retain() {
        push.retain();
    }

    @Override
    public void release() {
        push.release();
    }
}
