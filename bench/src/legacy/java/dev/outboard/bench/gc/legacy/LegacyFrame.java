package dev.outboard.bench.gc.legacy;

import org.jspecify.annotations.Nullable;

/**
 * A message's memory behind an owner with a finalizer. The owner references the message that it was made for, as the
 * codecs of the time did (for a retry, for the log): so a dead owner keeps a dead message alive until its finalizer ran.
 * One thread at a time; {@link #release} and the finalizer cannot meet, for one needs the owner reachable and the other
 * unreachable.
 */
public final class LegacyFrame {
    private final LegacyMemory memory;
    private final int capacityBytes;
    private long address;
    private int lengthBytes;
    private @Nullable Object message;

    private LegacyFrame(LegacyMemory memory, int capacityBytes, long address, Object message) {
        this.memory = memory;
        this.capacityBytes = capacityBytes;
        this.address = address;
        this.message = message;
    }

    /**
     * <em>Returns owned</em> memory for {@code message}.
     *
     * @throws OutOfMemoryError where the budget is exceeded
     */
    public static LegacyFrame allocate(LegacyMemory memory, int capacityBytes, Object message) {
        return new LegacyFrame(memory, capacityBytes, memory.allocate(capacityBytes), message);
    }

    /** Bytes written. */
    public int length() {
        return lengthBytes;
    }

    /** Sets the number of bytes written. */
    public void length(int lengthBytes) {
        this.lengthBytes = lengthBytes;
    }

    /** Frees the memory and forgets the message; a second time nothing happens. */
    public void release() {
        long freed = address;
        if (freed != 0) {
            address = 0;
            message = null;
            memory.free(freed, capacityBytes);
        }
    }

    int capacity() {
        return capacityBytes;
    }

    long address() {
        if (address == 0) {
            throw new IllegalStateException("frame: released (expected: in use)");
        }
        return address;
    }

    @Override
    protected void finalize() {
        release();
    }
}
