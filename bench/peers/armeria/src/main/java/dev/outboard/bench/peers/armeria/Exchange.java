package dev.outboard.bench.peers.armeria;

import com.google.protobuf.BytesValue;
import dev.outboard.bench.rpc.load.Call;
import dev.outboard.bench.rpc.load.Opaque;
import io.grpc.stub.StreamObserver;

/** Checks the replies of one place. Passed on with its call. */
final class Exchange implements StreamObserver<BytesValue> {
    private final Call call;
    private final Opaque opaque;
    private int replies;
    private boolean right;

    Exchange(Call call, Opaque opaque) {
        this.call = call;
        this.opaque = opaque;
    }

    /** Before each call. */
    void begin() {
        replies = 0;
        right = false;
    }

    @Override
    public void onNext(BytesValue reply) {
        replies++;
        right = opaque.matches(call.id(), reply.getValue().toByteArray());
    }

    @Override
    public void onError(Throwable cause) {
        call.failed("call: " + cause + " (expected: a reply)");
    }

    /** A call has ended when its status is there. */
    @Override
    public void onCompleted() {
        call.replied(right && replies == 1);
    }
}
