package dev.outboard.rpc;

/**
 * Hears of the end of every unary call, one-way message and stream of a server, those included that no handler has seen, but not
 * those whose connection was gone before. Made for metrics: it costs a call two looks at the clock and no object.
 */
@FunctionalInterface
public interface CallObserver {
    /** Called on the connection's event loop, which must not be blocked. <em>Borrows</em> the summary until it returns. */
    void ended(CallSummary call);
}
