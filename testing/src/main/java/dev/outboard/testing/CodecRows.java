package dev.outboard.testing;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.FrameWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** What every group of the contract's rows works with: one codec, and an allocator that must be clean after each row. */
@LeakCheck
abstract class CodecRows {
    final CodecProvider codec;
    final MemoryLedger ledger = MemoryLedger.unbounded();
    final FrameAllocator frames;
    final FrameWriter writer;
    final FrameReader reader;

    CodecRows(CodecProvider codec) {
        this.codec = codec;
        frames = codec.newAllocator(ledger);
        writer = codec.newWriter();
        reader = codec.newReader();
    }

    @AfterEach
    void close() {
        frames.close();
    }

    /** What {@code body} writes, at an odd index of a frame that starts small. */
    final byte[] written(Consumer<WireWriter> body) {
        ByteBuf frame = frames.buffer(64);
        try {
            writer.attach(frame, 3);
            body.accept(writer);
            int end = writer.detach();
            return ByteBufUtil.getBytes(frame, 3, end - 3);
        } finally {
            frame.release();
        }
    }

    /** Lets {@code body} read {@code message} out of a frame of this codec. */
    final void read(byte[] message, Consumer<WireReader> body) {
        read(FrameKind.OWN, message, body);
    }

    /** Lets {@code body} read {@code message} out of a frame of a given kind. */
    final void read(FrameKind kind, byte[] message, Consumer<WireReader> body) {
        ByteBuf frame = kind.frame(frames, message);
        try {
            reader.attach(frame, frame.readerIndex(), message.length);
            body.accept(reader);
        } finally {
            reader.detach();
            frame.release();
        }
    }

    /** Reads over every field, as a decoder that knows none of them. */
    static void skipAll(WireReader in) {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            in.skipField(tag);
        }
    }
}
