package dev.outboard.rpc;

import org.jspecify.annotations.Nullable;

/** A call that has ended on the client. */
public interface ClientCallSummary {
    /** What was called. */
    Method method();

    /** How it ended: OK, or why not. Of a one-way message OK says that it is queued. */
    StatusCode code();

    /** Why it failed; null where it has not. Its message is for people. */
    @Nullable
    Status failure();

    /** Nanoseconds from the start to the end, as the caller sees it. */
    long durationNanos();

    /** Bytes of the request, what goes beside it not counted; of a stream, of all messages that were sent. 0 where it was never encoded. */
    long requestBytes();

    /** Bytes of the reply, what came beside it not counted; of a stream, of all messages that came. 0 for a failure. */
    long replyBytes();
}
