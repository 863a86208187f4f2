package dev.outboard.bench.gc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/** One shared arena, taken in slabs that are cut into frames; a worker's frames come back to that worker. */
final class SlabArm implements ArmMemory {
    private static final int SLAB_BYTES = 1 << 20;

    private final Object arena = Arenas.SHARED.open();
    private final long budgetBytes;
    private final AtomicLong takenBytes = new AtomicLong();
    private final AtomicLong ownedFrames = new AtomicLong();

    /** @param budgetBytes where allocation starts to throw */
    SlabArm(long budgetBytes) {
        this.budgetBytes = budgetBytes;
    }

    @Override
    public Ownership<ByteBuffer> newOwnership() {
        return new SlabOwnership(this);
    }

    @Override
    public long nativeBytes() {
        return takenBytes.get();
    }

    @Override
    public long ownedBytes() {
        return ownedFrames.get() * Ownership.FRAME_BYTES;
    }

    @Override
    public void close() {
        Arenas.close(arena);
    }

    private ByteBuffer newSlab() {
        long taken = takenBytes.addAndGet(SLAB_BYTES);
        if (taken > budgetBytes) {
            takenBytes.addAndGet(-SLAB_BYTES);
            throw new OutOfMemoryError("native memory: " + taken + " bytes (expected: at most " + budgetBytes + ")");
        }
        return Arenas.allocate(arena, SLAB_BYTES);
    }

    private static final class SlabOwnership implements Ownership<ByteBuffer> {
        private final SlabArm arm;
        private final Deque<ByteBuffer> free = new ArrayDeque<>();
        private final BufferWriter writer = new BufferWriter();
        private final BufferReader reader = new BufferReader();

        SlabOwnership(SlabArm arm) {
            this.arm = arm;
        }

        @Override
        public ByteBuffer send(Order message) {
            ByteBuffer frame = take();
            arm.ownedFrames.getAndIncrement();
            writer.attach(frame);
            OrderWire.write(message, writer);
            return frame.limit(writer.detach());
        }

        @Override
        public Order receive(ByteBuffer frame) {
            reader.attach(frame);
            Order message = OrderWire.read(reader);
            reader.detach();
            discard(frame);
            return message;
        }

        @Override
        public void discard(ByteBuffer frame) {
            arm.ownedFrames.getAndDecrement();
            free.push(frame.clear());
        }

        private ByteBuffer take() {
            if (free.isEmpty()) {
                ByteBuffer slab = arm.newSlab();
                for (int offset = 0; offset < SLAB_BYTES; offset += FRAME_BYTES) {
                    free.push(slab.slice(offset, FRAME_BYTES).order(ByteOrder.LITTLE_ENDIAN));
                }
            }
            return free.pop();
        }
    }
}
