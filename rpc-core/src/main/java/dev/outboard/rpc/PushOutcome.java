package dev.outboard.rpc;

/** What became of a tracked push. */
public enum PushOutcome {
    /** Still queued or being written. */
    PENDING,
    /** The operating system has the bytes; whether the client read them is another matter. */
    WRITTEN,
    /** Taken back by {@link PushFuture#cancel} before it was sent. */
    CANCELLED,
    /** Not accepted: {@link SendResult#QUEUE_FULL} or {@link SendResult#TOO_LARGE}. */
    REFUSED,
    /** The connection closed before the bytes were all with the operating system. */
    CLOSED
}
