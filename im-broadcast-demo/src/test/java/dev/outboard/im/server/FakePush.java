package dev.outboard.im.server;

import dev.outboard.rpc.EncodedPush;
import java.util.concurrent.atomic.AtomicInteger;

/** A push that carries nothing but its message's number, and counts its references. */
final class FakePush implements EncodedPush {
    final long sequence;
    private final AtomicInteger references = new AtomicInteger(1);

    private final int lengthBytes;

    FakePush(long sequence) {
        this(sequence, 100);
    }

    FakePush(long sequence, int lengthBytes) {
        this.sequence = sequence;
        this.lengthBytes = lengthBytes;
    }

    int references() {
        return references.get();
    }

    @Override
    public EncodedPush retain() {
        if (references.getAndIncrement() <= 0) {
            throw new IllegalStateException("references: 0 (expected: some)");
        }
        return this;
    }

    @Override
    public void release() {
        if (references.decrementAndGet() < 0) {
            throw new IllegalStateException("references: below 0 (expected: one release for each)");
        }
    }

    @Override
    public int lengthBytes() {
        return lengthBytes;
    }
}
