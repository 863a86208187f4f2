package dev.outboard.testing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what only the garbage collector brings about. */
final class Collected {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private Collected() {}

    /** Collects until {@code condition} holds; fails after half a minute. */
    static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (deadline - System.nanoTime() < 0) {
                throw new AssertionError("not within half a minute of collecting: " + what);
            }
            System.gc();
            // The references that a collection found are handed on by threads of the JDK's own.
            LockSupport.parkNanos(1_000_000);
        }
    }
}
