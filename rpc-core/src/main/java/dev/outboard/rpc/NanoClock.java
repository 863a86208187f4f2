package dev.outboard.rpc;

/** Where deadlines and limits on time look. Any thread. */
@FunctionalInterface
public interface NanoClock {
    /** The machine's monotonic clock. */
    NanoClock SYSTEM = System::nanoTime;

    /** Nanoseconds since some fixed moment; only differences mean anything. */
    long nanoTime();
}
