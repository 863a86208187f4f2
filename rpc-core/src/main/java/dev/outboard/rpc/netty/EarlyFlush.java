package dev.outboard.rpc.netty;

import io.netty.buffer.ByteBuf;

/**
 * Flushes in the middle of a read what its frames were answered with so far, so that the peer has something to do while the rest is handled: at each quarter
 * of the bytes that were read, if {@value #LEAST_FRAMES} frames or more wait. With a flush at the end only, two ends of one connection take turns:
 * each sleeps while the other works. Only where the read before was this connection's, too: other connections keep the peer at work otherwise, and a flush is a
 * system call. See docs/adr/0082. And no more in a read once the channel takes no more bytes: a flush frees the slots of the calls that it ends, and a peer that does not read could
 * use them again and again. Belongs to the event loop.
 */
final class EarlyFlush {
    /** About what takes as long to handle as a flush. */
    static final int LEAST_FRAMES = 32;

    private static final int PARTS = 4;
    private static final int NEVER = Integer.MAX_VALUE;

    private final Outbound out;
    private int step;
    private int next = NEVER;

    EarlyFlush(Outbound out) {
        this.out = out;
    }

    /**
     * Before the frames of what was read are handled. <em>Borrows</em> the buffer.
     *
     * @param alone whether the loop's read before was of the same connection
     */
    void begin(ByteBuf in, boolean alone) {
        step = in.readableBytes() / PARTS;
        next = alone && out.isWritable() ? in.readerIndex() + step : NEVER;
    }

    /** Behind each frame; {@code header} is its index in the buffer that was read. */
    void handled(int header) {
        if (header >= next) {
            next += step;
            if (out.unflushedFrames() >= LEAST_FRAMES) {
                out.flush();
                if (!out.isWritable()) {
                    next = NEVER;
                }
            }
        }
    }
}
