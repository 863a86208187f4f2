package dev.outboard.bench.gc.legacy;

/**
 * Raw memory of a message, at an address. Who frees it, the subclass says. One thread at a time.
 */
public abstract class RawFrame {
    final LegacyMemory memory;
    final int capacityBytes;
    private int lengthBytes;

    RawFrame(LegacyMemory memory, int capacityBytes) {
        this.memory = memory;
        this.capacityBytes = capacityBytes;
    }

    /** Bytes written. */
    public final int length() {
        return lengthBytes;
    }

    /** Sets the number of bytes written. */
    public final void length(int lengthBytes) {
        this.lengthBytes = lengthBytes;
    }

    final int capacity() {
        return capacityBytes;
    }

    abstract long address();
}
