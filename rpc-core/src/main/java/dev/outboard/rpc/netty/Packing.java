package dev.outboard.rpc.netty;

import dev.outboard.codec.FrameBudgetException;
import dev.outboard.codec.MalformedMessageException;
import dev.outboard.rpc.Compression;
import dev.outboard.rpc.RpcException;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.StatusCode;
import dev.outboard.rpc.compression.Algorithms;
import dev.outboard.rpc.compression.Compressor;
import dev.outboard.rpc.compression.Decompressor;
import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameRules;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jctools.queues.varhandle.MpmcVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the messages of a server or client, and makes those of its peers long again; keeps what is needed for that, a few of each
 * kind. Their memory is the JDK's and the library's own, and in no ledger. Any thread.
 */
final class Packing implements AutoCloseable {
    /** Before the compressed bytes: the algorithm, and the message's length. */
    static final int PREFIX_BYTES = 1 + Integer.BYTES;

    /** Where a frame that is not sent yet keeps its flags: where its header will have them. */
    private static final int FLAGS_INDEX = 4;

    private static final int SPARES = 16;
    /** From here on a message leaves a quarter of the memory budget alone, as one of several frames does. */
    private static final int LARGE_BYTES = 64 << 10;

    /** A compressed message may turn out longer than most; where it grows past this multiple at once, it grows in steps. */
    private static final int FIRST_RATIO = 4;

    private final Compression choice;
    private final int leastBytes;
    private final Spares<Compressor> compressors;
    private final Spares<Decompressor> decompressors;

    /**
     * What a server or client sends.
     *
     * @param choice for what nothing else is asked for
     * @param leastBytes of a message that is compressed
     */
    Packing(Compression choice, int leastBytes) {
        this(choice, leastBytes, Algorithms::newCompressor, Algorithms::newDecompressor);
    }

    /** With compressors of the caller's. */
    Packing(
            Compression choice,
            int leastBytes,
            Function<Compression, Compressor> compressors,
            Function<Compression, Decompressor> decompressors) {
        this.choice = choice;
        this.leastBytes = leastBytes;
        this.compressors = new Spares<>(compressors, Compressor::close);
        this.decompressors = new Spares<>(decompressors, Decompressor::close);
    }

    Compression choice() {
        return choice;
    }

    int leastBytes() {
        return leastBytes;
    }

    /** The flags that a frame, whose header is still to be set, is to be sent with. */
    static int flags(ByteBuf frame) {
        return frame.getByte(FLAGS_INDEX);
    }

    /** Says that a frame, whose header is still to be set, holds its message as it is. */
    static ByteBuf asItIs(ByteBuf frame) {
        return frame.setByte(FLAGS_INDEX, 0);
    }

    /**
     * Compresses a message; <em>consumes</em> its frame, whose header is still to be set, and <em>returns owned</em> another one, or the
     * same where that is not shorter, or there is no memory for another.
     *
     * @param extension bytes between header and message
     */
    ByteBuf pack(LoopContext loop, ByteBuf frame, int extension, Compression with) {
        int body = FrameHeader.BYTES + extension;
        int length = frame.readableBytes() - body;
        if (with == Compression.NONE || length < leastBytes) {
            return asItIs(frame);
        }
        ByteBuf packed;
        try {
            packed = pack(loop, frame, body, length, with);
        } catch (FrameBudgetException e) {
            packed = null; // it goes as it is, which takes no more memory
        } catch (Throwable t) {
            frame.release();
            throw t;
        }
        if (packed == null) {
            return asItIs(frame);
        }
        frame.release();
        return packed.setByte(FLAGS_INDEX, FrameRules.COMPRESSED);
    }

    /** <em>Borrows</em> the frame, and <em>returns owned</em> another one; null where that would be no shorter. */
    private @Nullable ByteBuf pack(LoopContext loop, ByteBuf frame, int body, int length, Compression with) {
        Compressor compressor = compressors.take(with);
        ByteBuf packed = null;
        try {
            compressor.begin(frame.internalNioBuffer(body, length));
            int first = body + PREFIX_BYTES + compressor.room();
            packed = loop.allocator.directBuffer(first, frame.readableBytes() + 2 * LARGE_BYTES);
            packed.writeBytes(frame, 0, body).writeByte(with.number()).writeInt(length);
            boolean done = false;
            while (!done && packed.readableBytes() < frame.readableBytes()) {
                ByteBuffer target = room(packed, compressor.room());
                int before = target.position();
                done = compressor.step(target);
                packed.writerIndex(packed.writerIndex() + target.position() - before);
            }
            if (!done || packed.readableBytes() >= frame.readableBytes()) {
                return null;
            }
            ByteBuf shorter = packed;
            packed = null;
            return shorter;
        } finally {
            compressor.end();
            compressors.give(with, compressor);
            if (packed != null) {
                packed.release();
            }
        }
    }

    /**
     * Makes a message long again, in memory that grows with what is found in it. <em>Borrows</em> the buffer, which nobody else may be
     * looking into; <em>returns owned</em>.
     *
     * @throws RpcException where it cannot be read, is longer than {@code maxBytes}, or finds no memory
     */
    ByteBuf unpack(LoopContext loop, ByteBuf buffer, int at, int length, int maxBytes) {
        if (length < PREFIX_BYTES) {
            throw refused(
                    StatusCode.INVALID_ARGUMENT,
                    "compressed: " + length + " bytes (expected: >= " + PREFIX_BYTES + ")");
        }
        int bytes = buffer.getInt(at + 1);
        if (bytes < 0 || bytes > maxBytes) {
            throw refused(
                    StatusCode.RESOURCE_EXHAUSTED,
                    Integer.toUnsignedString(bytes) + " bytes, compressed to " + length + " (expected: at most "
                            + maxBytes + ")");
        }
        try {
            Compression with = Algorithms.of(buffer.getByte(at));
            return unpack(loop, with, buffer, at + PREFIX_BYTES, length - PREFIX_BYTES, bytes);
        } catch (RpcException e) {
            throw e;
        } catch (MalformedMessageException e) {
            throw refused(StatusCode.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
        } catch (FrameBudgetException e) {
            throw noRoom(bytes);
        } catch (RuntimeException e) {
            throw new RpcException(new Status(StatusCode.INTERNAL, true, "compressed: cannot be read here"), e);
        }
    }

    private ByteBuf unpack(LoopContext loop, Compression with, ByteBuf buffer, int at, int length, int bytes) {
        Decompressor decompressor = decompressors.take(with);
        ByteBuf message = null;
        try {
            decompressor.begin(buffer.internalNioBuffer(at, length), bytes);
            // One more than there should be: room to see that there is more.
            int first = (int) Math.min(bytes + 1L, Math.max(decompressor.room(), (long) FIRST_RATIO * length));
            message = loop.allocator.directBuffer(checked(loop, first, bytes), bytes + 1);
            boolean done = false;
            while (!done) {
                if (message.writableBytes() < decompressor.room()) {
                    checked(loop, 2L * message.capacity(), bytes);
                }
                ByteBuffer target = room(message, decompressor.room());
                int before = target.position();
                done = decompressor.step(target);
                message.writerIndex(message.writerIndex() + target.position() - before);
            }
            ByteBuf whole = message;
            message = null;
            return whole;
        } finally {
            decompressor.end();
            decompressors.give(with, decompressor);
            if (message != null) {
                message.release();
            }
        }
    }

    private static int checked(LoopContext loop, long reserved, int bytes) {
        if (reserved > LARGE_BYTES && !loop.mayReserve(reserved)) {
            throw noRoom(bytes);
        }
        return (int) Math.min(reserved, Integer.MAX_VALUE);
    }

    /** The frame's free bytes, at least so many. */
    private static ByteBuffer room(ByteBuf frame, int least) {
        frame.ensureWritable(least);
        return frame.internalNioBuffer(frame.writerIndex(), frame.writableBytes());
    }

    private static RpcException noRoom(int bytes) {
        return refused(
                StatusCode.RESOURCE_EXHAUSTED,
                "memory: no room for " + bytes + " bytes, compressed (expected: within the budget)");
    }

    private static RpcException refused(StatusCode code, String text) {
        return new RpcException(new Status(code, true, text));
    }

    @Override
    public void close() {
        compressors.close();
        decompressors.close();
    }

    /** A few of one kind, by algorithm. */
    private static final class Spares<T> {
        private final Function<Compression, T> maker;
        private final Consumer<T> closer;
        private final Map<Compression, MpmcVarHandleArrayQueue<T>> queues = new EnumMap<>(Compression.class);
        private volatile boolean closed;

        Spares(Function<Compression, T> maker, Consumer<T> closer) {
            this.maker = maker;
            this.closer = closer;
            for (Compression algorithm : Compression.values()) {
                queues.put(algorithm, new MpmcVarHandleArrayQueue<>(SPARES));
            }
        }

        private MpmcVarHandleArrayQueue<T> queue(Compression of) {
            return Objects.requireNonNull(queues.get(of), "queue");
        }

        T take(Compression of) {
            T spare = queue(of).poll();
            return spare != null ? spare : maker.apply(of);
        }

        void give(Compression of, T spare) {
            if (!queue(of).offer(spare)) {
                closer.accept(spare);
            } else if (closed) {
                close();
            }
        }

        void close() {
            closed = true;
            for (MpmcVarHandleArrayQueue<T> queue : queues.values()) {
                for (T spare = queue.poll(); spare != null; spare = queue.poll()) {
                    closer.accept(spare);
                }
            }
        }
    }
}
