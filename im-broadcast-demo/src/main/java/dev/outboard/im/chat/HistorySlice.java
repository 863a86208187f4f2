package dev.outboard.im.chat;

import io.netty.util.ReferenceCounted;
import java.util.List;

/**
 * Some messages of a log, in the order asked for. Has references of its own to them, which {@link #close} gives back; one
 * thread at a time.
 *
 * @param <M> what a message is kept in
 */
public final class HistorySlice<M extends ReferenceCounted> implements AutoCloseable {
    private final List<M> messages;
    private final long reached;
    private final boolean lost;
    private final boolean more;

    /** <em>Consumes</em> a reference to each message. */
    HistorySlice(List<M> messages, long reached, boolean lost, boolean more) {
        this.messages = messages;
        this.reached = reached;
        this.lost = lost;
        this.more = more;
    }

    /** Nothing, as what was asked for is not there any more. */
    public static <M extends ReferenceCounted> HistorySlice<M> lost(long last) {
        return new HistorySlice<>(List.of(), last, true, false);
    }

    /** Nothing, as nothing was asked for. */
    public static <M extends ReferenceCounted> HistorySlice<M> none(long last) {
        return new HistorySlice<>(List.of(), last, false, false);
    }

    public int size() {
        return messages.size();
    }

    /** One message. <em>Borrowed</em> until {@link #close}. */
    public M message(int i) {
        return messages.get(i);
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
        messages.forEach(ReferenceCounted::release);
    }
}
