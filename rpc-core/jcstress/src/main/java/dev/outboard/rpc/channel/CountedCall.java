package dev.outboard.rpc.channel;

import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.Status;
import java.util.concurrent.atomic.AtomicInteger;

/** A call that waits and counts what it hears. */
final class CountedCall implements Waiting {
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();

    @Override
    public void connected(ClientConnection connection) {
        connected.incrementAndGet();
    }

    @Override
    public void refused(Status status) {
        refused.incrementAndGet();
    }

    @Override
    public void waits() {
        // Without a deadline.
    }

    @Override
    public boolean isOver() {
        return false;
    }

    @Override
    public boolean failsFast() {
        return false;
    }

    @Override
    public long hashKey() {
        return 0;
    }

    @Override
    public int lengthBytes() {
        return 8;
    }

    int connected() {
        return connected.get();
    }

    int refused() {
        return refused.get();
    }
}
