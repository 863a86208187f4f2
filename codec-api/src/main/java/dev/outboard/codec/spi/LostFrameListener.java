package dev.outboard.codec.spi;

import org.jspecify.annotations.Nullable;

/** Told of each frame that was dropped without a release. Called on whichever thread's allocation found it. */
@FunctionalInterface
public interface LostFrameListener {
    /**
     * The memory is back in the pool already.
     *
     * @param frameBytes the frame's size class
     * @param site where it was allocated, or null where that allocation was not sampled
     */
    void lost(int frameBytes, @Nullable Throwable site);
}
