package dev.outboard.bench.peers.sofabolt;

import com.alipay.remoting.InvokeCallback;
import dev.outboard.bench.rpc.load.Call;
import dev.outboard.bench.rpc.load.Opaque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Checks the replies of one place, on the event loop. Passed on with its call. */
final class Exchange implements InvokeCallback {
    private final Call call;
    private final Opaque opaque;

    Exchange(Call call, Opaque opaque) {
        this.call = call;
        this.opaque = opaque;
    }

    @Override
    public void onResponse(Object reply) {
        call.replied(opaque.matches(call.id(), (byte[]) reply));
    }

    @Override
    public void onException(Throwable cause) {
        call.failed("call: " + cause + " (expected: a reply)");
    }

    /** None: callbacks come on the thread that read the reply. */
    @Override
    public @Nullable Executor getExecutor() {
        return null;
    }
}
