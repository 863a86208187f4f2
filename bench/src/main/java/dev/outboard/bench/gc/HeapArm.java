package dev.outboard.bench.gc;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An array per message. It has no budget but the heap, and no native memory. */
final class HeapArm implements ArmMemory {
    @Override
    public Ownership<ByteBuffer> newOwnership() {
        return new HeapOwnership();
    }

    @Override
    public long nativeBytes() {
        return 0;
    }

    @Override
    public long ownedBytes() {
        return 0;
    }

    @Override
    public void close() {
        // What is left is garbage.
    }

    private static final class HeapOwnership implements Ownership<ByteBuffer> {
        private final BufferWriter writer = new BufferWriter();
        private final BufferReader reader = new BufferReader();

        @Override
        public ByteBuffer send(Order message) {
            ByteBuffer buffer = ByteBuffer.wrap(new byte[FRAME_BYTES]).order(ByteOrder.LITTLE_ENDIAN);
            writer.attach(buffer);
            OrderWire.write(message, writer);
            return buffer.limit(writer.detach());
        }

        @Override
        public Order receive(ByteBuffer frame) {
            reader.attach(frame);
            Order message = OrderWire.read(reader);
            reader.detach();
            return message;
        }

        @Override
        public void discard(ByteBuffer frame) {
            // The collector's.
        }
    }
}
