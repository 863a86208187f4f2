package dev.outboard.bench.gc;

import dev.outboard.bench.gc.legacy.LegacyFrame;
import dev.outboard.bench.gc.legacy.LegacyMemory;
import dev.outboard.bench.gc.legacy.LegacyReader;
import dev.outboard.bench.gc.legacy.LegacyWriter;
import java.lang.ref.Reference;

/** The legacy arms: Unsafe memory behind an owner with a finalizer, never freed by hand, or with frees missed. */
final class LegacyArm implements ArmMemory {
    private final LegacyMemory memory;
    private final boolean graph;
    private final int missedOneOf;

    /**
     * @param budgetBytes where allocation starts to throw
     * @param graph whether an owner references its message
     * @param missedOneOf frees by hand, but for one of so many; 0 frees nothing by hand
     */
    LegacyArm(long budgetBytes, boolean graph, int missedOneOf) {
        this.memory = new LegacyMemory(budgetBytes);
        this.graph = graph;
        this.missedOneOf = missedOneOf;
    }

    @Override
    public Ownership<LegacyFrame> newOwnership() {
        return new LegacyOwnership(memory, graph, missedOneOf);
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
        // What is left belongs to finalizers.
    }

    private static final class LegacyOwnership implements Ownership<LegacyFrame> {
        private final LegacyMemory memory;
        private final boolean graph;
        private final int missedOneOf;
        private final LegacyWriter writer = new LegacyWriter();
        private final LegacyReader reader = new LegacyReader();
        private int untilMissed;

        LegacyOwnership(LegacyMemory memory, boolean graph, int missedOneOf) {
            this.memory = memory;
            this.graph = graph;
            this.missedOneOf = missedOneOf;
            this.untilMissed = missedOneOf;
        }

        @Override
        public LegacyFrame send(Order message) {
            LegacyFrame frame = LegacyFrame.allocate(memory, FRAME_BYTES, graph ? message : null);
            writer.attach(frame);
            OrderWire.write(message, writer);
            frame.length(writer.detach());
            return frame;
        }

        @Override
        public Order receive(LegacyFrame frame) {
            reader.attach(frame);
            Order message = OrderWire.read(reader);
            reader.detach();
            if (missedOneOf != 0 && --untilMissed != 0) {
                frame.release();
            } else {
                untilMissed = missedOneOf;
            }
            // The reader knows an address, not the owner: without this its finalizer could free what is being read.
            Reference.reachabilityFence(frame);
            return message;
        }

        @Override
        public void discard(LegacyFrame frame) {
            if (missedOneOf != 0) {
                frame.release();
            }
        }
    }
}
