package dev.outboard.codec.spi;

import dev.outboard.codec.FrameOverflowException;
import dev.outboard.codec.WireWriter;
import io.netty.buffer.ByteBuf;
import io.netty.util.IllegalReferenceCountException;
import org.jspecify.annotations.Nullable;

/**
 * A writer that a transport can point at a frame. One per thread or connection, reused for every message; it holds no
 * memory of its own.
 */
public abstract class FrameWriter extends WireWriter {
    private @Nullable PooledFrame frame;
    private int frameStart;

    /** For codecs. */
    protected FrameWriter() {}

    /**
     * Starts a region at {@code frameIndex}. <em>Borrows</em> the frame until {@link #detach}; the frame's own indices
     * are not touched, its capacity is raised to all that its slot holds. Writing past that grows it, as far as its
     * {@code maxCapacity}.
     *
     * @param target a frame of a {@link FrameAllocator}
     * @param frameIndex index in the frame of the region's first byte
     * @throws IllegalArgumentException for any other buffer
     * @throws IndexOutOfBoundsException for an index outside the frame
     * @throws IllegalReferenceCountException for a frame that was released
     */
    public final void attach(ByteBuf target, int frameIndex) {
        if (!(target instanceof PooledFrame pooled)) {
            throw new IllegalArgumentException(
                    "frame: " + target.getClass().getName() + " (expected: a frame of a FrameAllocator)");
        }
        if (frameIndex < 0 || frameIndex > pooled.maxCapacity()) {
            throw new IndexOutOfBoundsException(
                    "frameIndex: " + frameIndex + " (expected: 0 to " + pooled.maxCapacity() + ")");
        }
        if (pooled.refCnt() == 0) {
            throw new IllegalReferenceCountException(0);
        }
        frame = pooled;
        frameStart = frameIndex;
        if (frameIndex > pooled.slotBytes()) {
            pooled.capacity(frameIndex);
        }
        settle(pooled, 0);
    }

    /**
     * Ends the region; writing then throws {@link IllegalStateException} until the next attach.
     *
     * @return the frame index behind the region's last byte
     */
    public final int detach() {
        int frameEnd = frameStart + position();
        frame = null;
        start = 0;
        index = 0;
        end = 0;
        return frameEnd;
    }

    @Override
    protected final void grow(int bytes) {
        PooledFrame target = frame;
        if (target == null) {
            throw new IllegalStateException("writer: used after its call ended (expected: use inside the call)");
        }
        int written = position();
        long needed = (long) frameStart + written + bytes;
        if (needed > target.maxCapacity()) {
            throw new FrameOverflowException("frame: " + needed + " bytes, with " + bytes + " more (expected: at most "
                    + target.maxCapacity() + ")");
        }
        target.capacity(target.alloc().calculateNewCapacity((int) needed, target.maxCapacity()));
        settle(target, written);
    }

    /** Points the subclass at the slab that holds the frame now. */
    protected abstract void rebase(PooledFrame target);

    private void settle(PooledFrame target, int written) {
        int all = Math.min(target.maxCapacity(), target.slotBytes());
        if (target.capacity() != all) {
            target.capacity(all);
        }
        rebase(target);
        start = target.memoryIndex() + frameStart;
        index = start + written;
        end = target.memoryIndex() + target.capacity();
    }
}
