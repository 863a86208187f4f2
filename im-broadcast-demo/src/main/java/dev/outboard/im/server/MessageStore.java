package dev.outboard.im.server;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.WireWriter;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.codec.spi.FrameWriter;
import dev.outboard.im.chat.HistoryBudget;
import dev.outboard.im.chat.HistorySlice;
import dev.outboard.rpc.MessageWriter;
import io.netty.buffer.ByteBuf;
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
