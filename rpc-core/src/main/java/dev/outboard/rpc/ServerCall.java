package dev.outboard.rpc;

import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import java.util.List;

/**
 * One call on the server, from its request to its end. Ended exactly once, by {@link #complete} or {@link #fail}, on any
 * thread; the handler may return before. One thread at a time uses it.
 *
 * <p>A call holds its request's memory until it ends, also when its connection is gone: a handler that keeps calls ends
 * them from {@link Connection#onClose} at the latest.
 *
 * <p>The object is reused for later calls of the same connection: nothing of it may be touched after the call ended. An
 * ended call that has not been reused yet answers with {@link IllegalStateException}.
 */
public interface ServerCall extends CallContext {
    /** The request. <em>Borrowed</em> by the handler until the call ends, also where it returns before that. */
    WireReader request();

    /**
     * The reply to fill in, empty at first; the same writer each time. <em>Borrowed</em> by one thread at a time. A thread that
     * goes on with, or ends, what a handler has begun on the event loop waits until that handler has returned.
     *
     * @throws IllegalStateException for a one-way call, and once the server is closed
     * @throws dev.outboard.codec.FrameBudgetException where the memory budget has no room
     */
    WireWriter reply();

    /**
     * Ends the call with what was written to {@link #reply}, an empty message if nothing was. A reply longer than the
     * client takes becomes RESOURCE_EXHAUSTED. Where the connection is gone, nothing happens.
     */
    void complete();

    /**
     * Ends the call with a failure; what was written to {@link #reply} is dropped.
     *
     * @param code not OK
     * @param message for people, without payload; cut at 1 KiB of UTF-8
     */
    default void fail(StatusCode code, String message) {
        fail(code, message, List.of());
    }

    /**
     * Ends the call with a failure; what was written to {@link #reply} is dropped.
     *
     * @param code not OK
     * @param message for people, without payload; cut at 1 KiB of UTF-8
     * @param details for programs; none of them go where they are over 16, or over 2 KiB together
     */
    void fail(StatusCode code, String message, List<StatusDetail> details);

    /**
     * Sends this beside the reply, or beside the failure.
     *
     * @throws IllegalStateException for a one-way call, and once {@link #reply} was asked for
     */
    void replyMetadata(Metadata metadata);

    /** Sends the reply with this compression instead of the server's, where the client takes it. */
    void replyCompression(Compression algorithm);

    /** Whether the caller has given up, so that an answer is of no use. */
    boolean expired();

    /** Whether there is no reply. */
    boolean oneWay();
}
