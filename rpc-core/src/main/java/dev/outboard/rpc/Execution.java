package dev.outboard.rpc;

/** Which threads run a method's handler. */
public enum Execution {
    /** The connection's event loop: fastest, in the order received, and must never block. */
    EVENT_LOOP,
    /** Any worker of the fixed pool; calls of one connection may run side by side and in any order. */
    WORKERS,
    /** One worker per connection: its calls run in the order received, one at a time. */
    WORKERS_CONNECTION_ORDER,
    /**
     * A virtual thread of its own for each call, and for a stream whenever there is something for it: for handlers that wait.
     * As many at a time as {@code RpcServerBuilder.virtualThreads} says; calls of one connection run in any order. Takes a JDK
     * that has them, 21 or later.
     */
    VIRTUAL_THREADS
}
