package dev.outboard.rpc.netty;

import dev.outboard.rpc.CallContext;
import dev.outboard.rpc.CancelRegistration;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** A call that is being served, as far as its children see: counts what they put down and took back. */
final class StubParent {
    final AtomicInteger put = new AtomicInteger();
    final AtomicInteger kept = new AtomicInteger();
    private final boolean ended;

    /** @param ended whether it has ended, and takes no actions any more */
    StubParent(boolean ended) {
        this.ended = ended;
    }

    CallContext call() {
        return (CallContext) Proxy.newProxyInstance(
                CallContext.class.getClassLoader(),
                new Class<?>[] {CallContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "cancelled" -> false;
                    case "remainingNanos" -> Long.MAX_VALUE;
                    case "onCancel" -> onCancel();
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private CancelRegistration onCancel() {
        if (ended) {
            throw new IllegalStateException("call: ended already (expected: ended once)");
        }
        put.incrementAndGet();
        kept.incrementAndGet();
        return kept::decrementAndGet;
    }
}
