package dev.outboard.bench.rpc.ours;

import dev.outboard.bench.rpc.load.Call;
import dev.outboard.codec.WireReader;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.Status;

/** Writes the requests of one place and checks their replies. Passed on with its call. */
abstract class Exchange implements MessageWriter, ReplyHandler {
    final Call call;

    Exchange(Call call) {
        this.call = call;
    }

    /** Whether the reply is what the call must get. */
    abstract boolean matches(WireReader reply);

    @Override
    public final void onReply(WireReader reply) {
        call.replied(matches(reply));
    }

    @Override
    public final void onFailure(Status status) {
        call.failed("call: " + status + " (expected: a reply)");
    }
}
