package dev.outboard.bench.gc;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.FrameWriter;
import io.netty.buffer.ByteBuf;

/** Outboard's own frames, over either codec: what a transport does with them, without the transport. */
final class PooledArm implements ArmMemory {
    private final CodecProvider codec;
    private final MemoryLedger ledger;
    private final FrameAllocator allocator;

    PooledArm(String codecName, long budgetBytes) {
        codec = Codecs.load(codecName);
        ledger = new MemoryLedger(budgetBytes);
        allocator = codec.newAllocator(ledger);
    }

    @Override
    public Ownership<ByteBuf> newOwnership() {
        return new PooledOwnership(allocator, codec.newWriter(), codec.newReader());
    }

    @Override
    public long nativeBytes() {
        return ledger.reservedBytes();
    }

    @Override
    public long ownedBytes() {
        return ledger.usedBytes();
    }

    @Override
    public void close() {
        allocator.close();
    }

    private static final class PooledOwnership implements Ownership<ByteBuf> {
        private final FrameAllocator allocator;
        private final FrameWriter writer;
        private final FrameReader reader;

        PooledOwnership(FrameAllocator allocator, FrameWriter writer, FrameReader reader) {
            this.allocator = allocator;
            this.writer = writer;
            this.reader = reader;
        }

        @Override
        public ByteBuf send(Order message) {
            ByteBuf frame = allocator.directBuffer(FRAME_BYTES);
            writer.attach(frame, 0);
            OrderWire.write(message, writer);
            return frame.writerIndex(writer.detach());
        }

        @Override
        public Order receive(ByteBuf frame) {
            reader.attach(frame, frame.readerIndex(), frame.readableBytes());
            Order message = OrderWire.read(reader);
            reader.detach();
            frame.release();
            return message;
        }

        @Override
        public void discard(ByteBuf frame) {
            frame.release();
        }
    }
}
