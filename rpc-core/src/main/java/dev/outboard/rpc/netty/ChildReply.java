package dev.outboard.rpc.netty;

import dev.outboard.codec.WireReader;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.ReplyInfo;
import dev.outboard.rpc.Status;

/** Waits for the end of a call that is another's child, and unties it before it tells. */
record ChildReply(ReplyHandler handler, ParentLink parent) implements ReplyHandler {
    @Override
    public void onReply(WireReader reply) {
        parent.end();
        handler.onReply(reply);
    }

    @Override
    public void onReply(WireReader reply, ReplyInfo info) {
        parent.end();
        handler.onReply(reply, info);
    }

    @Override
    public void onFailure(Status status) {
        parent.end();
        handler.onFailure(status);
    }

    @Override
    public void onFailure(Status status, ReplyInfo info) {
        parent.end();
        handler.onFailure(status, info);
    }
}
