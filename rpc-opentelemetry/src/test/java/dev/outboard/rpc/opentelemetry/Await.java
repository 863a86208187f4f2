package dev.outboard.rpc.opentelemetry;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what has no latch: a span ends after the reply has left. */
final class Await {
    private static final long LIMIT_NANOS = 30_000_000_000L;

    private Await() {}

    static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (!condition.getAsBoolean()) {
            if (deadline - System.nanoTime() < 0) {
                throw new AssertionError(what + ": not in half a minute");
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
