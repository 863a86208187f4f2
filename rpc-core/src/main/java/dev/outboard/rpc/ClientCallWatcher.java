package dev.outboard.rpc;

/**
 * Hears of the start and the end of every call that goes through a channel, whatever its shape: unary, one-way, a stream; on a
 * connection or a managed channel, whose retries and hedges are one call here. Put before a channel by
 * {@code channel.intercepted(ClientInterceptor.watching(watcher))}. It is the client's counterpart of {@link CallObserver}.
 *
 * <p>What stands before a channel costs a call its {@link CallOptions}, unless they were made before, and its {@link CallHandle};
 * being watched costs one object more, for a stream, too, and none for its messages. What is measured is the caller's view: from before the request is encoded to when the handler is about to hear.
 */
@FunctionalInterface
public interface ClientCallWatcher {
    /**
     * A call is about to be made. Called on the caller's thread, by many at once. What it throws reaches the caller, and no call is
     * made then.
     *
     * @param options as the caller gave them; of a call without, only its timeout
     * @return who hears of this call's end; may be one for many calls
     */
    Watch started(Method method, CallOptions options);

    /** Watches a call from its start to its end. */
    interface Watch {
        /** The options that the call is made with: those given, unless it adds something. Called once, after {@link #started}. */
        default CallOptions options(CallOptions given) {
            return given;
        }

        /**
         * The call has ended; called exactly once for each {@link #started}, right before its handler or receiver hears of it, and on
         * the same thread: the connection's event loop, which must not be blocked, or a channel's own. For a one-way message, and
         * for a call that could not be made because its request threw, on the caller's thread. <em>Borrows</em> the summary until it
         * returns. What it throws is logged; the handler hears
         * all the same; of a one-way message it reaches the caller.
         */
        void ended(ClientCallSummary call);
    }
}
