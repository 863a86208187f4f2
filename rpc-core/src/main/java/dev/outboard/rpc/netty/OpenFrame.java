package dev.outboard.rpc.netty;

import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.rpc.frame.FrameHeader;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The frame that a connection's outgoing frames are encoded into, one behind the other, so that many of them become one
 * write. There is none between writes. Belongs to the event loop.
 */
final class OpenFrame {
    /** It is full when it is this long. */
    static final int FULL_BYTES = 32 << 10;

    private static final int LEAST_BYTES = 256;

    private final FrameAllocator allocator;
    private @Nullable ByteBuf frame;
    private int hint = LEAST_BYTES;
    private boolean claimed;

    OpenFrame(FrameAllocator allocator) {
        this.allocator = allocator;
    }

    boolean isEmpty() {
        return frame == null;
    }

    /** Makes the caller the only one who may encode until {@link #unclaim}; false where somebody is. */
    boolean claim() {
        if (claimed) {
            return false;
        }
        claimed = true;
        return true;
    }

    void unclaim() {
        claimed = false;
    }

    /**
     * Index in {@link #frame} where the next frame's header goes; its body follows.
     *
     * @param expectedBytes what is about to be encoded, as far as that is known
     * @param maxFrameBytes the longest body that may be encoded
     */
    int begin(long expectedBytes, int maxFrameBytes) {
        ByteBuf open = frame;
        if (open == null) {
            int bytes = (int) Math.max(hint, Math.min(expectedBytes, FULL_BYTES));
            // A frame is begun below the full length and may be as long as the peer takes.
            open = allocator.directBuffer(bytes, FULL_BYTES + FrameHeader.BYTES + maxFrameBytes);
            frame = open;
        }
        open.ensureWritable(FrameHeader.BYTES);
        return open.writerIndex();
    }

    /** The frame, after {@link #begin}. <em>Borrowed</em>. */
    ByteBuf frame() {
        ByteBuf open = frame;
        if (open == null) {
            throw new IllegalStateException("open frame: none (expected: begin() first)");
        }
        return open;
    }

    /** Completes the frame begun at {@code header} with a body that ends before {@code end}; true if that was enough. */
    boolean commit(int header, int end, long word0, long word1) {
        ByteBuf open = frame();
        open.setLong(header, word0);
        open.setLong(header + Long.BYTES, word1);
        open.writerIndex(end);
        return end >= FULL_BYTES;
    }

    /** Adds a frame that is complete, after {@link #begin}; <em>borrows</em> it. True if that was enough. */
    boolean copy(ByteBuf message) {
        ByteBuf open = frame();
        open.writeBytes(message, message.readerIndex(), message.readableBytes());
        return open.writerIndex() >= FULL_BYTES;
    }

    /** <em>Returns owned</em> what was encoded, or null where that is nothing; the next frame begins a new one. */
    @Nullable
    ByteBuf take() {
        ByteBuf open = frame;
        frame = null;
        if (open == null) {
            return null;
        }
        int used = open.writerIndex();
        if (used == 0) {
            open.release();
            return null;
        }
        // Follows growth at once and shrinks slowly, so that one short batch does not make the next one grow.
        hint = Math.min(FULL_BYTES, Math.max(LEAST_BYTES, Math.max(used, hint - (hint >>> 6))));
        return open;
    }

    /** Gives up what was encoded. */
    void release() {
        ByteBuf open = frame;
        frame = null;
        if (open != null) {
            open.release();
        }
    }
}
