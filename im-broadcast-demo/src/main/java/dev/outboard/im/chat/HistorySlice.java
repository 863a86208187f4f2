package dev.outboard.im.chat;

import io.netty.buffer.ByteBuf;

/**
 * Some messages of a log, in the order asked for. Has references of its own to their frames, which {@link #close} gives
 * back; one thread at a time.
 */
public final class HistorySlice implements AutoCloseable {
    private static final ByteBuf[] NONE = {};

    private final ByteBuf[] messages;
    private final long reached;
    private final boolean lost;
    private final boolean more;

    /** <em>Consumes</em> a reference to each frame. */
    HistorySlice(ByteBuf[] messages, long reached, boolean lost, boolean more) {
        this.messages = messages;
        this.reached = reached;
        this.lost = lost;
        this.more = more;
    }

    /** Nothing, as what was asked for is not there any more. */
    public static HistorySlice lost(long last) {
        return new HistorySlice(NONE, last, true, false);
    }

    /** Nothing, as nothing was asked for. */
    public static HistorySlice none(long last) {
        return new HistorySlice(NONE, last, false, false);
    }

    public int size() {
        return messages.length;
    }

    /** One message, between its reader and its writer index. <em>Borrowed</em> until {@link #close}. */
    public ByteBuf message(int i) {
        return messages[i];
    }

    /** The number up to which it goes: of its last message, where it has any. */
    public long reached() {
        return reached;
    }

    /** Whether messages that were asked for are not there any more. */
    public boolean isLost() {
        return lost;
    }

    /** Whether there are more in the same direction. */
    public boolean hasMore() {
        return more;
    }

    @Override
    public void close() {
        for (ByteBuf message : messages) {
            message.release();
        }
    }
}
