package dev.outboard.rpc.netty;

import java.util.concurrent.atomic.AtomicInteger;

/** A message that counts its ends. */
final class CountedOutgoing implements Outgoing {
    private final AtomicInteger ends = new AtomicInteger();
    private final int lengthBytes;

    CountedOutgoing(int lengthBytes) {
        this.lengthBytes = lengthBytes;
    }

    @Override
    public int lengthBytes() {
        return lengthBytes;
    }

    @Override
    public void writeTo(Outbound out) {
        ends.incrementAndGet();
    }

    @Override
    public void discard() {
        ends.incrementAndGet();
    }

    int ends() {
        return ends.get();
    }
}
