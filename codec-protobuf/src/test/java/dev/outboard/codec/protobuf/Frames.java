package dev.outboard.codec.protobuf;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.MessageCodec;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.Codecs;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.FrameWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.function.Consumer;
import java.util.function.Function;

/** Frames of one codec, and messages in them at an odd index. One thread. */
final class Frames implements AutoCloseable {
    private static final int AT = 3;

    private final FrameAllocator frames;
    private final FrameWriter writer;
    private final FrameReader reader;

    Frames(String codec) {
        CodecProvider provider = Codecs.load(codec);
        frames = provider.newAllocator(MemoryLedger.unbounded());
        writer = provider.newWriter();
        reader = provider.newReader();
    }

    @Override
    public void close() {
        frames.close();
    }

    /** What {@code body} writes. */
    byte[] written(Consumer<WireWriter> body) {
        return written(Integer.MAX_VALUE - AT, body);
    }

    /** What {@code body} writes into a frame with room for {@code limit} bytes. */
    byte[] written(int limit, Consumer<WireWriter> body) {
        ByteBuf frame = frames.buffer(Math.min(64, AT + limit), AT + limit);
        try {
            writer.attach(frame, AT);
            body.accept(writer);
            int end = writer.detach();
            return ByteBufUtil.getBytes(frame, AT, end - AT);
        } finally {
            frame.release();
        }
    }

    /** What {@code body} makes of a reader of {@code message}. */
    <R> R read(byte[] message, Function<WireReader, R> body) {
        ByteBuf frame = frames.buffer(AT + message.length);
        try {
            frame.setBytes(AT, message);
            reader.attach(frame, AT, message.length);
            return body.apply(reader);
        } finally {
            reader.detach();
            frame.release();
        }
    }

    /** Writes and reads one message in one frame. */
    <T> T roundTrip(MessageCodec<T> codec, T message) {
        ByteBuf frame = frames.buffer(64);
        try {
            writer.attach(frame, AT);
            codec.encode(message, writer);
            reader.attach(frame, AT, writer.detach() - AT);
            return codec.decode(reader);
        } finally {
            reader.detach();
            frame.release();
        }
    }

    /** The writer, whose call has ended. */
    WireWriter endedWriter() {
        return writer;
    }

    /** The reader, whose call has ended. */
    WireReader endedReader() {
        return reader;
    }
}
