package dev.outboard.bench.gc;

import org.jspecify.annotations.Nullable;

/**
 * How one worker comes by a frame and gets rid of it: the only code in which arms differ. One thread.
 *
 * @param <F> what the worker's ring holds for a message in flight
 */
interface Ownership<F> {
    /** Bytes of a frame in every arm; an {@link Order} takes about 800 of them. */
    int FRAME_BYTES = 4096;

    /**
     * <em>Returns owned</em> a new frame with {@code message} encoded in it.
     *
     * @throws OutOfMemoryError where native memory is refused
     * @throws dev.outboard.codec.FrameBudgetException where native memory is refused
     */
    F send(Order message);

    /** <em>Consumes</em> the frame, as the arm does that; returns what was encoded in it, null where that is lost. */
    @Nullable
    Order receive(F frame);

    /** <em>Consumes</em> the frame unread. */
    void discard(F frame);
}
