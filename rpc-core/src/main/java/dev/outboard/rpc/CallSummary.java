package dev.outboard.rpc;

import org.jspecify.annotations.Nullable;

/** A call that has ended on the server. */
public interface CallSummary {
    /** What was called. */
    Method method();

    /** How it ended: OK, or why not. */
    StatusCode code();

    /** Whether no handler has seen it. */
    boolean notProcessed();

    /** Nanoseconds from reading the request to the handler's start, or to the end where there was none. */
    long queueNanos();

    /** Nanoseconds from there to the end; 0 where no handler has seen it. */
    long runNanos();

    /** Bytes of the request, what came beside it not counted; of a stream, of the messages that came, 16 for each among them. */
    long requestBytes();

    /** Bytes of the reply or the failure, what goes beside it not counted; of a stream, of the messages that were sent, 16 for each among them. */
    long replyBytes();

    /** What the observer that is told has kept with the call ({@link CallObserver#started}); null for nothing. */
    @Nullable
    Object kept();
}
