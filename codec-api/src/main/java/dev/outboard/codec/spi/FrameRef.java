package dev.outboard.codec.spi;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import org.jspecify.annotations.Nullable;

/**
 * The one phantom registration of a frame handle, made with it and kept across every reuse. The slab holds it, so that
 * it outlives a handle that somebody drops; it says which slot that handle stood for.
 *
 * <p>Written by whoever holds the frame, read after the collector found the frame unreachable, which orders the two.
 */
final class FrameRef extends PhantomReference<PooledFrame> {
    SlottedSlab slab;
    int slot;
    /** Where the frame was allocated, if that allocation was sampled. */
    @Nullable
    Throwable site;

    FrameRef(PooledFrame frame, ReferenceQueue<PooledFrame> queue, SlottedSlab slab, int slot) {
        super(frame, queue);
        this.slab = slab;
        this.slot = slot;
    }
}
