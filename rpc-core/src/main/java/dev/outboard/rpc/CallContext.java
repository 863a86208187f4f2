package dev.outboard.rpc;

import org.jspecify.annotations.Nullable;

/**
 * What a server knows of a call or stream beside its messages. Valid until it has ended; where nothing else is said, used by
 * the one thread that has it.
 */
public interface CallContext {
    /** What was called. */
    Method method();

    /** The connection that it came by. */
    ServerConnection connection();

    /** What the client sent beside the request. Read anew at each call of this, which allocates where there is any. */
    Metadata metadata();

    /** The trace that the client's call belongs to, if it said so. */
    @Nullable
    TraceContext trace();

    /** How often the client has tried this call before; 0 where it has not said so. */
    int attempt();

    /** Nanoseconds until the caller gives up, 0 or less if it has, {@link Long#MAX_VALUE} without a deadline. */
    long remainingNanos();

    /** Whether the client has said that it does not wait any more, or is gone. */
    boolean cancelled();

    /**
     * Has {@code action} run once if the client cancels or goes before the end: on the connection's event loop, which must not
     * be blocked, or at once where that has happened. It has to be ended all the same. Actions add up, and run in their order.
     *
     * @return what takes the action back, for one that is of no use before the call ends
     */
    CancelRegistration onCancel(Runnable action);

    /** What one of the server's observers keeps with this call ({@link CallObserver#started}); null for nothing. */
    default @Nullable Object kept(CallObserver by) {
        return null;
    }
}
