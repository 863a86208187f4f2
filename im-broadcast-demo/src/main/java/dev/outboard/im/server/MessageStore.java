package dev.outboard.im.server;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.FrameWriter;
import dev.outboard.im.chat.HistoryBudget;
import dev.outboard.im.chat.HistorySlice;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.StatusCode;
import io.netty.buffer.ByteBuf;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The frames that history lies in: the server's codec, and the server's account of memory. Any thread.
 *
 * <p>Life: closed when all logs are, and nobody reads any more.
 */
final class MessageStore implements AutoCloseable {
    private static final int FIRST_BYTES = 256;
    private static final int TAG_BYTES = 2;

    private final FrameAllocator allocator;
    private final HistoryBudget budget;
    private final ThreadLocal<FrameWriter> writers;
    private final ThreadLocal<FrameReader> readers;

    MessageStore(CodecProvider codec, MemoryLedger ledger, HistoryBudget budget) {
        this.allocator = codec.newAllocator(ledger);
        this.budget = budget;
        this.writers = ThreadLocal.withInitial(codec::newWriter);
        this.readers = ThreadLocal.withInitial(codec::newReader);
    }

    HistoryBudget budget() {
        return budget;
    }

    /** <em>Returns owned</em>: a frame with nothing but the message; null where there is no memory for it. */
    @Nullable
    ByteBuf keep(MessageWriter message) {
        ByteBuf frame;
        try {
            frame = allocator.directBuffer(FIRST_BYTES);
        } catch (FrameBudgetException e) {
            return null;
        }
        FrameWriter writer = writers.get();
        boolean written = false;
        try {
            writer.attach(frame, 0);
            message.write(writer);
            frame.setIndex(0, writer.detach());
            written = true;
            return frame;
        } catch (FrameBudgetException e) {
            return null;
        } finally {
            if (!written) {
                writer.detach();
                frame.release();
            }
        }
    }

    /**
     * The bytes of a message, on the heap.
     *
     * @throws RefusedException where the memory budget has no room
     */
    byte[] bytes(MessageWriter message) {
        ByteBuf frame = keep(message);
        if (frame == null) {
            throw new RefusedException(
                    StatusCode.RESOURCE_EXHAUSTED, "memory: none left (expected: room for a message)");
        }
        try {
            byte[] bytes = new byte[frame.readableBytes()];
            frame.readBytes(bytes);
            return bytes;
        } finally {
            frame.release();
        }
    }

    /**
     * Has {@code action} read bytes from a frame; it <em>borrows</em> the reader until it returns.
     *
     * @throws FrameBudgetException where the memory budget has no room
     */
    <T extends @Nullable Object> T read(byte[] source, int offset, int length, Function<WireReader, T> action) {
        ByteBuf frame = allocator.directBuffer(Math.max(1, length));
        FrameReader reader = readers.get();
        try {
            frame.writeBytes(source, offset, length);
            reader.attach(frame, 0, length);
            return action.apply(reader);
        } finally {
            reader.detach();
            frame.release();
        }
    }

    /** Writes the messages, each as an element of a repeated field; <em>borrows</em> them. */
    void write(HistorySlice<ByteBuf> slice, int fieldNumber, WireWriter out) {
        FrameReader reader = readers.get();
        for (int i = 0; i < slice.size(); i++) {
            ByteBuf message = slice.message(i);
            int length = message.readableBytes();
            reader.attach(message, message.readerIndex(), length);
            try {
                out.writeTag(fieldNumber << 3 | TAG_BYTES);
                out.writeVarint32(length);
                out.writeRaw(reader, 0, length);
            } finally {
                reader.detach();
            }
        }
    }

    @Override
    public void close() {
        allocator.close();
    }
}
