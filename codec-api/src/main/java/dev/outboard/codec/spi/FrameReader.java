package dev.outboard.codec.spi;

import dev.outboard.codec.WireReader;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;

/**
 * A reader that a transport can point at a frame. One per thread or connection, reused for every message; it holds no
 * memory of its own.
 */
public abstract class FrameReader extends WireReader {
    /** For codecs. */
    protected FrameReader() {
        detach();
    }

    /**
     * Sets the region. <em>Borrows</em> the frame until {@link #detach}, and with it the duty not to release it before.
     *
     * <p>A {@link PooledFrame} is read in place. So is any other contiguous direct buffer, a slice of a frame for
     * example, at the price of one view made for the call.
     *
     * @param frame a direct buffer in one piece
     * @param frameIndex index in the frame of the region's first byte
     * @param length bytes in the region
     * @throws IllegalArgumentException for a heap buffer or one in several pieces: copy those into a frame first
     * @throws IndexOutOfBoundsException where the region is not inside the frame's capacity
     */
    public final void attach(ByteBuf frame, int frameIndex, int length) {
        if ((frameIndex | length) < 0 || length > frame.capacity() - frameIndex) {
            throw new IndexOutOfBoundsException("region: " + length + " bytes at " + frameIndex + " (expected: inside "
                    + frame.capacity() + " bytes)");
        }
        if (frame instanceof PooledFrame pooled) {
            rebase(pooled);
            region(pooled.memoryIndex() + frameIndex, length);
        } else {
            attachView(frame, frameIndex, length);
        }
    }

    /** Ends the region: every access throws {@link IllegalStateException} until the next attach. */
    public final void detach() {
        attached = false;
        start = 0;
        index = 0;
        // A length of -1 fails every check there is, that for nothing at all included.
        end = -1;
    }

    /** Points the subclass at the slab that holds a frame. */
    protected abstract void rebase(PooledFrame frame);

    /** Points the subclass at a direct buffer of whatever origin, little-endian. */
    protected abstract void rebase(MappedByteBuffer view);

    private void attachView(ByteBuf frame, int frameIndex, int length) {
        if (!frame.isDirect() || frame.nioBufferCount() != 1) {
            throw new IllegalArgumentException("frame: " + frame.getClass().getName() + " in " + frame.nioBufferCount()
                    + " pieces (expected: direct memory in one piece)");
        }
        ByteBuffer view = frame.nioBuffer(frameIndex, length).order(ByteOrder.LITTLE_ENDIAN);
        // Every direct buffer is one of these, whoever made it.
        rebase((MappedByteBuffer) view);
        region(0, length);
    }

    private void region(int memoryIndex, int length) {
        start = memoryIndex;
        index = memoryIndex;
        end = memoryIndex + length;
        attached = true;
    }
}
