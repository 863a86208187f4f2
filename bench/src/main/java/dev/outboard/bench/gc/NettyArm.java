package dev.outboard.bench.gc;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.PooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Netty's allocators, set as they come but for the adaptive one's caches: the workers are no event loops, and the pooled
 * one keeps caches for such threads, too. Their budget is what the JVM and Netty may use of direct memory.
 */
final class NettyArm implements ArmMemory {
    private final ByteBufAllocator allocator;
    private final ByteBufAllocatorMetricProvider metrics;
    private final AtomicLong ownedFrames = new AtomicLong();

    private <A extends ByteBufAllocator & ByteBufAllocatorMetricProvider> NettyArm(A allocator) {
        this.allocator = allocator;
        this.metrics = allocator;
    }

    static NettyArm pooled() {
        return new NettyArm(new PooledByteBufAllocator(true));
    }

    static NettyArm adaptive() {
        return new NettyArm(new AdaptiveByteBufAllocator(true, true));
    }

    @Override
    public Ownership<ByteBuf> newOwnership() {
        return new NettyOwnership(allocator, ownedFrames);
    }

    @Override
    public long nativeBytes() {
        return metrics.metric().usedDirectMemory();
    }

    @Override
    public long ownedBytes() {
        return ownedFrames.get() * Ownership.FRAME_BYTES;
    }

    @Override
    public void close() {
        // A pool that nobody uses any more is garbage, its memory with it.
    }

    /** Reads and writes through the buffer's memory, for a direct buffer of Netty's may have no address. */
    private static final class NettyOwnership implements Ownership<ByteBuf> {
        private final ByteBufAllocator allocator;
        private final AtomicLong ownedFrames;
        private final BufferWriter writer = new BufferWriter();
        private final BufferReader reader = new BufferReader();

        NettyOwnership(ByteBufAllocator allocator, AtomicLong ownedFrames) {
            this.allocator = allocator;
            this.ownedFrames = ownedFrames;
        }

        @Override
        public ByteBuf send(Order message) {
            ByteBuf frame = allocator.directBuffer(FRAME_BYTES, FRAME_BYTES);
            ownedFrames.getAndIncrement();
            ByteBuffer memory = frame.internalNioBuffer(0, FRAME_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            writer.attach(memory, memory.position(), FRAME_BYTES);
            OrderWire.write(message, writer);
            return frame.writerIndex(writer.detach());
        }

        @Override
        public Order receive(ByteBuf frame) {
            int length = frame.readableBytes();
            ByteBuffer memory = frame.internalNioBuffer(0, length).order(ByteOrder.LITTLE_ENDIAN);
            reader.attach(memory, memory.position(), length);
            Order message = OrderWire.read(reader);
            reader.detach();
            discard(frame);
            return message;
        }

        @Override
        public void discard(ByteBuf frame) {
            if (frame.release()) {
                ownedFrames.getAndDecrement();
            }
        }
    }
}
