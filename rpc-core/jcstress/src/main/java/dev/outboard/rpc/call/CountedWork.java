package dev.outboard.rpc.call;

import java.util.concurrent.atomic.AtomicInteger;

/** Work that counts its ends. */
final class CountedWork implements WorkerPool.Work {
    private final AtomicInteger ends = new AtomicInteger();

    @Override
    public void run() {
        ends.incrementAndGet();
    }

    @Override
    public void abandon() {
        ends.incrementAndGet();
    }

    int ends() {
        return ends.get();
    }
}
