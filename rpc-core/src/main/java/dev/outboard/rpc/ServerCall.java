package dev.outboard.rpc;

import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;

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
public interface ServerCall {
    /** The request. <em>Borrowed</em> by the handler until the call ends, also where it returns before that. */
    WireReader request();

    /**
     * The reply to fill in, empty at first; the same writer each time. <em>Borrowed</em> by the thread that asks first,
     * which also ends the call.
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
    void fail(StatusCode code, String message);

    /** Nanoseconds until the caller gives up, 0 or less if it has, {@link Long#MAX_VALUE} without a deadline. */
    long remainingNanos();

    /** Whether the caller has given up, so that an answer is of no use. */
    boolean expired();

    /** Whether the client has said that it does not wait any more, or is gone. */
    boolean cancelled();

    /**
     * Has {@code action} run once if the client cancels the call or goes before the call ends: on the connection's event
     * loop, which must not be blocked, or at once where that has happened. The call has to be ended all the same. One action
     * per call; a later one takes the place of an earlier.
     */
    void onCancel(Runnable action);

    /** The connection that the call came by. */
    ServerConnection connection();

    /** Whether there is no reply. */
    boolean oneWay();
}
