package dev.outboard.bench.gc;

import dev.outboard.bench.gc.legacy.CleanedFrame;
import dev.outboard.bench.gc.legacy.LegacyMemory;
import dev.outboard.bench.gc.legacy.LegacyReader;
import dev.outboard.bench.gc.legacy.LegacyWriter;
import java.lang.ref.Reference;

/** Unsafe memory behind an owner that a Cleaner watches. */
final class CleanerArm implements ArmMemory {
    private final LegacyMemory memory;

    /** @param budgetBytes where allocation starts to throw */
    CleanerArm(long budgetBytes) {
        this.memory = new LegacyMemory(budgetBytes);
    }

    @Override
    public Ownership<CleanedFrame> newOwnership() {
        return new CleanerOwnership(memory);
    }

    @Override
    public long nativeBytes() {
        return memory.usedBytes();
    }

    @Override
    public long ownedBytes() {
        return 0;
    }

    @Override
    public void close() {
        // What is left belongs to the Cleaner.
    }

    private static final class CleanerOwnership implements Ownership<CleanedFrame> {
        private final LegacyMemory memory;
        private final LegacyWriter writer = new LegacyWriter();
        private final LegacyReader reader = new LegacyReader();

        CleanerOwnership(LegacyMemory memory) {
            this.memory = memory;
        }

        @Override
        public CleanedFrame send(Order message) {
            CleanedFrame frame = CleanedFrame.allocate(memory, FRAME_BYTES);
            writer.attach(frame);
            OrderWire.write(message, writer);
            frame.length(writer.detach());
            return frame;
        }

        @Override
        public Order receive(CleanedFrame frame) {
            reader.attach(frame);
            Order message = OrderWire.read(reader);
            reader.detach();
            Reference.reachabilityFence(frame); // the reader knows an address, not the owner
            return message;
        }

        @Override
        public void discard(CleanedFrame frame) {
            // The Cleaner's.
        }
    }
}
