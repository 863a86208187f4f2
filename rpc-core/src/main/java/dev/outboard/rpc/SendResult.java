package dev.outboard.rpc;

/** What became of a message that was given to a connection. */
public enum SendResult {
    /** It is queued, and is sent unless the connection closes first. */
    ACCEPTED,
    /** The connection's byte budget ({@link Limits#outboundBytes}) is used up: the peer reads too slowly. Drop or wait. */
    QUEUE_FULL,
    /**
     * A stream's message, while the peer gives no credit, or the connection has no room: wait for {@code onReady}, then
     * send it again.
     */
    NOT_READY,
    /** It is longer than the frames that the peer takes. Never going to fit. */
    TOO_LARGE,
    /** The connection is closed, or going away. */
    CLOSED
}
