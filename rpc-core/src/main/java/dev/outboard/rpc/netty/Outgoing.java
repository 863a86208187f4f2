package dev.outboard.rpc.netty;

/** Something in a connection's outbound queue. Ends by exactly one of the two methods. */
interface Outgoing {
    /** Bytes on the wire; the same from the offer to the end. */
    int lengthBytes();

    /** Writes itself, on the event loop; gives up what it holds, also when this throws. */
    void writeTo(Outbound out);

    /** The connection is closed: gives up what it holds. Any thread. */
    void discard();

    /**
     * Gives up waiting where its time is over; on the event loop, for one that waits for the peer to read.
     *
     * @return nanoseconds left; {@link Long#MAX_VALUE} where it can wait for ever or has given up
     */
    default long expire(long nowNanos) {
        return Long.MAX_VALUE;
    }
}
