package dev.outboard.rpc;

import org.jspecify.annotations.Nullable;

/**
 * Hears of the end of every unary call, one-way message and stream of a server exactly once, those included that no handler has
 * seen, or whose connection is gone; and of the start of those that a handler sees. Not told of: a call that its handler never
 * ends, and one of which only a part has come when its connection closes. Made for metrics and traces: it costs a call two looks at the clock and no object. What it throws is logged and harms
 * no call.
 */
@FunctionalInterface
public interface CallObserver {
    /**
     * A handler is about to see the call: called before the interceptors, on the threads of the method's {@link Execution}, by many
     * at once. <em>Borrows</em> the call, a {@link ServerCall} or {@link ServerStream}, of which it looks at the properties only;
     * it ends nothing.
     *
     * @param queueNanos since the request was read
     * @return what is kept with the call for this observer, until {@link CallSummary#kept} gives it back; null for nothing, which
     *     costs no object
     */
    default @Nullable Object started(CallContext call, long queueNanos) {
        return null;
    }

    /**
     * A call has ended. Called on the connection's event loop, which must not be blocked; where the connection is gone, on a
     * thread that ends a call of it. Never two at a time for one call; <em>borrows</em> the summary until it returns.
     */
    void ended(CallSummary call);
}
