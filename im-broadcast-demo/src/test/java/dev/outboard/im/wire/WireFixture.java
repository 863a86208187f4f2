package dev.outboard.im.wire;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.FrameWriter;
import io.netty.buffer.ByteBuf;
import java.util.function.Consumer;
import java.util.function.Function;

/** Frames, a writer and a reader of one codec, for tests that have bytes in and bytes out. */
public final class WireFixture implements AutoCloseable {
    private final FrameAllocator allocator;
    private final FrameWriter writer;
    private final FrameReader reader;

    public WireFixture(CodecProvider codec) {
        allocator = codec.newAllocator(MemoryLedger.unbounded());
        writer = codec.newWriter();
        reader = codec.newReader();
    }

    public byte[] write(Consumer<WireWriter> message) {
        ByteBuf frame = allocator.directBuffer(16);
        try {
            // At an odd offset, as behind a header of no particular size.
            frame.writeZero(3);
            writer.attach(frame, 3);
            message.accept(writer);
            byte[] bytes = new byte[writer.detach() - 3];
            frame.getBytes(3, bytes);
            return bytes;
        } finally {
            frame.release();
        }
    }

    public <T> T read(byte[] bytes, Function<WireReader, T> message) {
        ByteBuf frame = allocator.directBuffer(bytes.length + 3);
        try {
            frame.setBytes(3, bytes);
            reader.attach(frame, 3, bytes.length);
            return message.apply(reader);
        } finally {
            reader.detach();
            frame.release();
        }
    }

    @Override
    public void close() {
        allocator.close();
    }
}
