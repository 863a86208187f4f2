package dev.outboard.bench.peers.grpc;

import dev.outboard.bench.rpc.load.Call;
import io.grpc.stub.StreamObserver;

/** Makes the requests of one place and checks their replies. Passed on with its call. */
abstract class Exchange<M> implements StreamObserver<M> {
    final Call call;
    private int replies;
    private boolean right;

    Exchange(Call call) {
        this.call = call;
    }

    /** The request of the call. */
    abstract M request();

    /** Whether the reply is what the call must get. */
    abstract boolean matches(M reply);

    /** Before each call. */
    final void begin() {
        replies = 0;
        right = false;
    }

    @Override
    public final void onNext(M reply) {
        replies++;
        right = matches(reply);
    }

    @Override
    public final void onError(Throwable cause) {
        call.failed("call: " + cause + " (expected: a reply)");
    }

    /** A call has ended when its status is there. */
    @Override
    public final void onCompleted() {
        call.replied(right && replies == 1);
    }
}
