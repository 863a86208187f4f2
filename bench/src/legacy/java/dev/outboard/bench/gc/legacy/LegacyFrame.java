package dev.outboard.bench.gc.legacy;

import org.jspecify.annotations.Nullable;

/**
 * A message's memory behind an owner with a finalizer. The owner may reference the message that it was made for, as the
 * codecs of the time did (for a retry, for the log): then a dead owner keeps a dead message alive until its finalizer ran.
 * One thread at a time; {@link #release} and the finalizer cannot meet, for one needs the owner reachable and the other
 * unreachable.
 */
public final class LegacyFrame extends RawFrame {
    private long address;
    private @Nullable Object message;

    private LegacyFrame(LegacyMemory memory, int capacityBytes, long address, @Nullable Object message) {
        super(memory, capacityBytes);
        this.address = address;
        this.message = message;
    }

    /**
     * <em>Returns owned</em> memory for a message.
     *
     * @param message that the owner references until it is released; null for none
     * @throws OutOfMemoryError where the budget is exceeded
     */
    public static LegacyFrame allocate(LegacyMemory memory, int capacityBytes, @Nullable Object message) {
        return new LegacyFrame(memory, capacityBytes, memory.allocate(capacityBytes), message);
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

    @Override
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
