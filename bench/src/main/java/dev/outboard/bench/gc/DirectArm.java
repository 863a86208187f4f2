package dev.outboard.bench.gc;

import java.lang.management.BufferPoolMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** {@code allocateDirect} per message; its budget is the JVM's {@code -XX:MaxDirectMemorySize}. */
final class DirectArm implements ArmMemory {
    private final BufferPoolMXBean pool = ArmMemory.directPool();

    @Override
    public Ownership<DirectFrame> newOwnership() {
        return new DirectOwnership();
    }

    @Override
    public long nativeBytes() {
        return pool.getMemoryUsed();
    }

    @Override
    public long ownedBytes() {
        return 0;
    }

    @Override
    public void close() {
        // What is left belongs to Cleaners.
    }

    /** A buffer whose owner references its message, as the legacy owner does. */
    record DirectFrame(ByteBuffer buffer, Order message) {}

    private static final class DirectOwnership implements Ownership<DirectFrame> {
        private final BufferWriter writer = new BufferWriter();
        private final BufferReader reader = new BufferReader();

        @Override
        public DirectFrame send(Order message) {
            ByteBuffer buffer = ByteBuffer.allocateDirect(FRAME_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writer.attach(buffer);
            OrderWire.write(message, writer);
            buffer.limit(writer.detach());
            return new DirectFrame(buffer, message);
        }

        @Override
        public Order receive(DirectFrame frame) {
            reader.attach(frame.buffer());
            Order message = OrderWire.read(reader);
            reader.detach();
            return message;
        }

        @Override
        public void discard(DirectFrame frame) {
            // The Cleaner's.
        }
    }
}
