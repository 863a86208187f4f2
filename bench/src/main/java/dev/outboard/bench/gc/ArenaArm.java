package dev.outboard.bench.gc;

import java.lang.management.BufferPoolMXBean;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** An arena per message; its budget is the JVM's {@code -XX:MaxDirectMemorySize}. */
final class ArenaArm implements ArmMemory {
    private final Arenas kind;
    private final BufferPoolMXBean pool = ArmMemory.directPool();
    private final AtomicLong openArenas = new AtomicLong();

    private ArenaArm(Arenas kind) {
        this.kind = kind;
    }

    /** @param kind AUTO or CONFINED */
    static ArenaArm perMessage(Arenas kind) {
        return new ArenaArm(kind);
    }

    @Override
    public Ownership<ArenaFrame> newOwnership() {
        return new ArenaOwnership(kind, openArenas);
    }

    @Override
    public long nativeBytes() {
        return pool.getMemoryUsed();
    }

    @Override
    public long ownedBytes() {
        return openArenas.get() * Ownership.FRAME_BYTES;
    }

    @Override
    public void close() {
        // Each frame has an arena of its own.
    }

    /** Memory and the arena that it is of. */
    record ArenaFrame(ByteBuffer buffer, Object arena) {}

    private static final class ArenaOwnership implements Ownership<ArenaFrame> {
        private final Arenas kind;
        private final AtomicLong openArenas;
        private final BufferWriter writer = new BufferWriter();
        private final BufferReader reader = new BufferReader();

        ArenaOwnership(Arenas kind, AtomicLong openArenas) {
            this.kind = kind;
            this.openArenas = openArenas;
        }

        @Override
        public ArenaFrame send(Order message) {
            Object arena = kind.open();
            if (kind == Arenas.CONFINED) {
                openArenas.getAndIncrement();
            }
            ByteBuffer buffer = allocate(arena);
            writer.attach(buffer);
            OrderWire.write(message, writer);
            return new ArenaFrame(buffer.limit(writer.detach()), arena);
        }

        private ByteBuffer allocate(Object arena) {
            try {
                return Arenas.allocate(arena, FRAME_BYTES);
            } catch (OutOfMemoryError e) {
                close(arena);
                throw e;
            }
        }

        @Override
        public Order receive(ArenaFrame frame) {
            reader.attach(frame.buffer());
            Order message = OrderWire.read(reader);
            reader.detach();
            discard(frame);
            return message;
        }

        @Override
        public void discard(ArenaFrame frame) {
            close(frame.arena());
        }

        private void close(Object arena) {
            if (kind == Arenas.CONFINED) {
                Arenas.close(arena);
                openArenas.getAndDecrement();
            }
        }
    }
}
