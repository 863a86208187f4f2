package dev.outboard.codec.spi;

import dev.outboard.codec.Lease;
import dev.outboard.codec.WireReader;
import io.netty.buffer.ByteBuf;
import io.netty.util.IllegalReferenceCountException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A reader that a transport can point at a frame. One per thread or connection, reused for every message.
 */
public abstract class FrameReader extends WireReader {
    private @Nullable ByteBuf copy;
    private @Nullable ByteBuf frame;
    private int frameIndex;

    /** For codecs. */
    protected FrameReader() {
        detach();
    }

    /**
     * Sets the region. <em>Borrows</em> the frame until {@link #detach}, and with it the duty not to release it before.
     *
     * <p>A {@link PooledFrame} is read in place. So is any other direct buffer in one piece, a slice of a frame for
     * example, at the price of one view made for the call. A heap buffer, or one in several pieces, is copied into
     * direct memory of its own allocator first, which {@link #detach} releases.
     *
     * @param frame any buffer
     * @param frameIndex index in the frame of the region's first byte
     * @param length bytes in the region
     * @throws IndexOutOfBoundsException where the region is not inside the frame's capacity
     * @throws IllegalReferenceCountException for a frame that was released
     */
    public final void attach(ByteBuf frame, int frameIndex, int length) {
        if ((frameIndex | length) < 0 || length > frame.capacity() - frameIndex) {
            throw new IndexOutOfBoundsException("region: " + length + " bytes at " + frameIndex + " (expected: inside "
                    + frame.capacity() + " bytes)");
        }
        if (frame.refCnt() == 0) {
            throw new IllegalReferenceCountException(0);
        }
        if (copy != null) {
            releaseCopy();
        }
        this.frame = frame;
        this.frameIndex = frameIndex;
        if (frame instanceof PooledFrame pooled) {
            rebase(pooled);
            region(pooled.memoryIndex() + frameIndex, length, pooled.memory().limit());
        } else if (frame.isDirect() && frame.nioBufferCount() == 1) {
            attachView(frame, frameIndex, length);
        } else {
            attachCopy(frame, frameIndex, length);
        }
    }

    /** Ends the region: every access throws {@link IllegalStateException} until the next attach. */
    public final void detach() {
        attached = false;
        start = 0;
        index = 0;
        // A length of -1 fails every check there is, that for nothing at all included.
        end = -1;
        lastWord = Integer.MIN_VALUE;
        frame = null;
        endEpoch();
        if (copy != null) {
            releaseCopy();
        }
    }

    @Override
    protected final Lease lease() {
        ByteBuf held = frame;
        if (held == null) {
            throw new IllegalStateException("reader: has no frame (expected: retain inside the call)");
        }
        return new FrameLease(held.retain(), frameIndex, length(), another());
    }

    /** A new reader of the same codec. */
    protected abstract FrameReader another();

    /** Points the subclass at the slab that holds a frame. */
    protected abstract void rebase(PooledFrame frame);

    /** Points the subclass at a direct buffer of whatever origin, little-endian. */
    protected abstract void rebase(MappedByteBuffer view);

    private void attachView(ByteBuf frame, int frameIndex, int length) {
        ByteBuffer view = frame.nioBuffer(frameIndex, length).order(ByteOrder.LITTLE_ENDIAN);
        // Every direct buffer is one of these, whoever made it.
        rebase((MappedByteBuffer) view);
        region(view.position(), length, view.limit());
    }

    private void attachCopy(ByteBuf frame, int frameIndex, int length) {
        ByteBuf made = frame.alloc().directBuffer(length, length);
        made.writeBytes(frame, frameIndex, length);
        if (made instanceof PooledFrame pooled) {
            rebase(pooled);
            region(pooled.memoryIndex(), length, pooled.memory().limit());
        } else {
            attachView(made, 0, length);
        }
        copy = made;
    }

    private void releaseCopy() {
        ByteBuf made = copy;
        copy = null;
        if (made != null) {
            made.release();
        }
    }

    private void region(int memoryIndex, int length, int memoryEnd) {
        start = memoryIndex;
        index = memoryIndex;
        end = memoryIndex + length;
        lastWord = memoryEnd - Long.BYTES;
        attached = true;
        startEpoch();
    }
}
