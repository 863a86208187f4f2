package dev.outboard.bench.gc.legacy;

import java.lang.ref.Cleaner;

/**
 * A message's memory behind an owner that is registered with a {@link Cleaner}, whose turn after the owner's death is the
 * only free. The owner holds nothing of the message.
 */
public final class CleanedFrame extends RawFrame {
    private static final Cleaner CLEANER = Cleaner.create();

    private final long address;

    private CleanedFrame(LegacyMemory memory, int capacityBytes, long address) {
        super(memory, capacityBytes);
        this.address = address;
    }

    /**
     * <em>Returns owned</em> memory that goes back when the collector has found the frame dead.
     *
     * @throws OutOfMemoryError where the budget is exceeded
     */
    public static CleanedFrame allocate(LegacyMemory memory, int capacityBytes) {
        long address = memory.allocate(capacityBytes);
        CleanedFrame frame = new CleanedFrame(memory, capacityBytes, address);
        CLEANER.register(frame, () -> memory.free(address, capacityBytes));
        return frame;
    }

    @Override
    long address() {
        return address;
    }
}
