package dev.outboard.im.load;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What became of every recipient of every message of a run. Delivered is what this side has received and checked;
 * the rest is what the server counted.
 *
 * @param offered members of the groups that messages were sent to
 * @param delivered received, by connections that are open and by those that closed on the way
 * @param queueFull dropped before fan-out
 * @param slowConsumer dropped at a connection that took too little
 * @param timedOut given up by a blocking push
 * @param refused given up for want of a thread or of memory
 * @param offline members without an open connection
 * @param lostInTransit handed to a connection that closed before everything was read
 * @param inFlight not ended yet; 0 after a drain
 * @param late of delivered: received after the blocking push had stopped waiting
 */
public record Books(
        long offered,
        long delivered,
        long queueFull,
        long slowConsumer,
        long timedOut,
        long refused,
        long offline,
        long lostInTransit,
        long inFlight,
        long late) {
    /**
     * Closes the books of a run.
     *
     * @param before the server's counters before the first message
     * @param after the server's counters after the last
     * @param deliveredOpen received by connections that are open
     * @param deliveredClosed received by connections that have closed
     */
    static Books close(ServerSample before, ServerSample after, long deliveredOpen, long deliveredClosed) {
        long writtenToClosed = after.written() - before.written() - writtenToOpen(before, after);
        return new Books(
                after.offered() - before.offered(),
                deliveredOpen + deliveredClosed,
                after.queueFull() - before.queueFull(),
                after.slowConsumer() - before.slowConsumer(),
                after.timedOut() - before.timedOut(),
                after.refused() - before.refused(),
                after.offline() - before.offline(),
                after.closed() - before.closed() + writtenToClosed - deliveredClosed,
                after.inFlight(),
                after.late() - before.late());
    }

    /** What was written, between the two samples, to connections that are open. */
    static long writtenToOpen(ServerSample before, ServerSample after) {
        return after.writtenToOpen() - before.writtenToOpen();
    }

    /** Recipients that were offered and turn up nowhere; 0 where the books balance. */
    @JsonProperty
    public long missing() {
        return offered
                - (delivered + queueFull + slowConsumer + timedOut + refused + offline + lostInTransit + inFlight);
    }

    /** The line that ends every run. */
    @Override
    public String toString() {
        return "offered " + offered + " = delivered " + delivered + " + dropped(queue-full=" + queueFull
                + ", slow-consumer=" + slowConsumer + ", timeout=" + timedOut + ", refused=" + refused + ") + offline "
                + offline + " + lost-in-transit(closed) " + lostInTransit + " + in-flight(" + inFlight + ")";
    }
}
