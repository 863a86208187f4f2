package dev.outboard.bench.gc;

import dev.outboard.rpc.Method;

/** The service of the RPC scenario, as both sides know it. */
final class Orders {
    static final String NAME = "outboard.bench.Orders";
    /** Answers an order with the same order, encoded anew. */
    static final Method PLACE = Method.unary(NAME + "/Place");
    /** Is answered when the client is to stop. */
    static final Method AWAIT_STOP = Method.unary(NAME + "/AwaitStop");
    /** What the client has counted: four numbers, {@link Counts}. */
    static final Method REPORT = Method.unary(NAME + "/Report");

    private Orders() {}

    /**
     * What the client has counted, when it has nothing in flight any more.
     *
     * @param sent calls
     * @param replied of them, with a reply
     * @param refused of them, for want of the server's native memory
     * @param mismatched replies with another order than the request's
     */
    record Counts(long sent, long replied, long refused, long mismatched) {
        /** Calls without any end. */
        long lost() {
            return sent - replied - refused;
        }
    }
}
