package dev.outboard.rpc.netty;

import dev.outboard.rpc.frame.FrameHeader;
import dev.outboard.rpc.frame.FrameRules;
import dev.outboard.rpc.frame.Preface;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of a connection into frames, in place. Only a frame that is spread over reads is put together in memory
 * of its own, which grows with the bytes that are there and never by a length that the peer claims. However the bytes
 * are cut, the sink sees the same. Belongs to the event loop.
 */
final class FrameWalker {
    private static final int LEAST_PART_BYTES = 256;

    private final ByteBufAllocator allocator;
    private final Sink sink;
    private int maxLength;
    private int prefaceSeen;
    private @Nullable ByteBuf part;
    private long parts;

    /** Takes the frames. */
    interface Sink {
        /** The preface is complete. */
        void onPreface();

        /**
         * A frame that keeps the rules of {@link FrameRules}. <em>Borrows</em> the buffer.
         *
         * @param header index of the header; the body follows it
         */
        void onFrame(ByteBuf buffer, int header, long word0, long word1);

        /** A frame of an unknown type that may be skipped. */
        void onSkipped();

        /** Whether to go on; asked before each frame. */
        boolean wantsFrames();
    }

    /** @param expectsPreface whether the bytes begin with the preface */
    FrameWalker(ByteBufAllocator allocator, Sink sink, boolean expectsPreface, int maxLength) {
        this.allocator = allocator;
        this.sink = sink;
        this.prefaceSeen = expectsPreface ? 0 : Preface.BYTES;
        this.maxLength = maxLength;
    }

    /** The longest body from now on. */
    void maxLength(int bytes) {
        maxLength = bytes;
    }

    /** Whether the beginning of a frame, or of the preface, waits for its rest. */
    boolean isIncomplete() {
        return part != null || prefaceSeen > 0 && prefaceSeen < Preface.BYTES;
    }

    /** Counts the frames that were incomplete at the end of a read; tells one from the next. */
    long parts() {
        return parts;
    }

    /**
     * Walks what was read. <em>Borrows</em> the buffer.
     *
     * @throws dev.outboard.rpc.frame.ProtocolException for bytes that end the connection
     */
    void walk(ByteBuf in) {
        int index = in.readerIndex();
        if (prefaceSeen < Preface.BYTES) {
            index = walkPreface(in, index);
        }
        if (part != null) {
            index = completePart(in, index);
        }
        if (part == null && prefaceSeen == Preface.BYTES) {
            walkFrames(in, index);
        }
    }

    /** Gives up an incomplete frame. */
    void release() {
        ByteBuf begun = part;
        part = null;
        if (begun != null) {
            begun.release();
        }
    }

    private int walkPreface(ByteBuf in, int from) {
        int index = from;
        int end = in.writerIndex();
        while (index < end && prefaceSeen < Preface.BYTES) {
            byte found = in.getByte(index);
            if (found != Preface.byteAt(prefaceSeen)) {
                throw Preface.mismatch(prefaceSeen, found);
            }
            index++;
            prefaceSeen++;
        }
        if (prefaceSeen == Preface.BYTES) {
            sink.onPreface();
        }
        return index;
    }

    private void walkFrames(ByteBuf in, int from) {
        int index = from;
        int end = in.writerIndex();
        while (end - index >= FrameHeader.BYTES) {
            if (!sink.wantsFrames()) {
                return;
            }
            long word0 = in.getLong(index);
            long word1 = in.getLong(index + Long.BYTES);
            boolean known = FrameRules.check(word0, word1, maxLength);
            int length = FrameHeader.length(word0);
            if (length > end - index - FrameHeader.BYTES) {
                break;
            }
            emit(known, in, index, word0, word1);
            index += FrameHeader.BYTES + length;
        }
        if (index < end && sink.wantsFrames()) {
            keep(in, index, end - index);
        }
    }

    private void emit(boolean known, ByteBuf buffer, int header, long word0, long word1) {
        if (known) {
            sink.onFrame(buffer, header, word0, word1);
        } else {
            sink.onSkipped();
        }
    }

    private void keep(ByteBuf in, int from, int length) {
        ByteBuf begun = allocator.directBuffer(Math.max(LEAST_PART_BYTES, length), FrameHeader.BYTES + maxLength);
        begun.writeBytes(in, from, length);
        part = begun;
        parts++;
    }

    /** Adds what is missing of the frame that was begun, and hands it on if that is all. */
    private int completePart(ByteBuf in, int from) {
        ByteBuf begun = part;
        if (begun == null) {
            return from;
        }
        int index = addUpTo(begun, FrameHeader.BYTES, in, from);
        if (begun.writerIndex() < FrameHeader.BYTES) {
            return index;
        }
        long word0 = begun.getLong(0);
        long word1 = begun.getLong(Long.BYTES);
        boolean known = FrameRules.check(word0, word1, maxLength);
        int total = FrameHeader.BYTES + FrameHeader.length(word0);
        index = addUpTo(begun, total, in, index);
        if (begun.writerIndex() == total) {
            part = null;
            try {
                emit(known, begun, 0, word0, word1);
            } finally {
                begun.release();
            }
        }
        return index;
    }

    private static int addUpTo(ByteBuf begun, int total, ByteBuf in, int from) {
        int count = Math.min(total - begun.writerIndex(), in.writerIndex() - from);
        if (count <= 0) {
            return from;
        }
        begun.writeBytes(in, from, count);
        return from + count;
    }
}
