package dev.outboard.rpc;

/**
 * One end of a stream: what both ends may do with it. One thread at a time sends; the rest may be called on any thread.
 */
public interface MessageStream {
    /**
     * Sends a message; never blocks. Messages arrive in the order sent.
     *
     * @return {@link SendResult#NOT_READY} where the peer gives no credit, or the connection has no room: {@code onReady} is
     *     called once that has changed. {@link SendResult#CLOSED} where the stream is over or takes no more messages
     * @throws RuntimeException what {@code message} threw; nothing is sent then
     */
    SendResult send(MessageWriter message);

    /** Whether the next message would be taken. */
    boolean isReady();

    /**
     * Called while a message is delivered: keeps its credit from going back to the sender when the delivery returns, as it
     * does otherwise. Who still has work with a message, or puts it into a queue, holds the sender up so.
     *
     * @return bytes to be given to {@link #returnCredit} later
     * @throws IllegalStateException where no message is being delivered
     */
    long holdCredit();

    /**
     * Returns credit that was held: the sender may send as many bytes more. What is held when the stream ends goes back by
     * itself, and nothing happens then.
     *
     * @throws IllegalArgumentException for more than is held
     */
    void returnCredit(long bytes);
}
