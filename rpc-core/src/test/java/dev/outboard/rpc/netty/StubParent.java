package dev.outboard.rpc.netty;

import dev.outboard.rpc.CallContext;
import dev.outboard.rpc.CancelRegistration;
import java.lang.reflect.Proxy;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A call that is being served, as far as its children see: counts what they put down and took back. */
final class StubParent {
    final AtomicInteger put = new AtomicInteger();
    final AtomicInteger kept = new AtomicInteger();
    private final boolean ended;
    private final Queue<Runnable> actions = new ConcurrentLinkedQueue<>();

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
                    case "onCancel" -> onCancel((Runnable) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    /** Runs what was put down and not taken back. */
    void cancel() {
        actions.forEach(Runnable::run);
    }

    private CancelRegistration onCancel(Runnable action) {
        if (ended) {
            throw new IllegalStateException("call: ended already (expected: ended once)");
        }
        put.incrementAndGet();
        kept.incrementAndGet();
        actions.add(action);
        return () -> {
            actions.remove(action);
            kept.decrementAndGet();
        };
    }
}
