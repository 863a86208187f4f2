package dev.outboard.rpc;

import dev.outboard.codec.WireReader;

/** A unary call that is watched: stands before its handler, too. */
final class WatchedCall extends WatchedMessage implements ReplyHandler {
    private final ReplyHandler handler;
    private long replyBytes;

    WatchedCall(Method method, ClientCallWatcher.Watch watch, MessageWriter request, ReplyHandler handler) {
        super(method, watch, request);
        this.handler = handler;
    }

    @Override
    public void onReply(WireReader reply) {
        try {
            replied(reply);
        } finally {
            handler.onReply(reply);
        }
    }

    @Override
    public void onReply(WireReader reply, ReplyInfo info) {
        try {
            replied(reply);
        } finally {
            handler.onReply(reply, info);
        }
    }

    private void replied(WireReader reply) {
        replyBytes = reply.length();
        tell(null);
    }

    @Override
    public void onFailure(Status status) {
        try {
            tell(status);
        } finally {
            handler.onFailure(status);
        }
    }

    @Override
    public void onFailure(Status status, ReplyInfo info) {
        try {
            tell(status);
        } finally {
            handler.onFailure(status, info);
        }
    }

    @Override
    public long replyBytes() {
        return replyBytes;
    }
}
