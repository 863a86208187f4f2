package dev.outboard.bench.peers.dubbo;

import dev.outboard.bench.rpc.load.Call;
import dev.outboard.bench.rpc.load.Opaque;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Checks the replies of one place, on the event loop. Passed on with its call. */
final class Exchange implements BiConsumer<byte @Nullable [], @Nullable Throwable> {
    private final Call call;
    private final Opaque opaque;

    Exchange(Call call, Opaque opaque) {
        this.call = call;
        this.opaque = opaque;
    }

    @Override
    public void accept(byte @Nullable [] reply, @Nullable Throwable cause) {
        if (reply == null) {
            call.failed("call: " + cause + " (expected: a reply)");
        } else {
            call.replied(opaque.matches(call.id(), reply));
        }
    }
}
