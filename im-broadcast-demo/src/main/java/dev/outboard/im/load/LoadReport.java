package dev.outboard.im.load;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * The result of a run: what {@code im load --json} writes.
 *
 * @param options what was asked for
 * @param load groups and pace, in words
 * @param server the server's way of working: the last sample of it
 * @param window when it was measured
 * @param goodput what arrived in the window
 * @param latency from the intended time to the delivery, of the messages intended in the window, to those who read
 * @param published messages, over the whole run
 * @param books what became of every recipient, over the whole run
 * @param faults deliveries that should not have been like that, over the whole run
 * @param memory what the server took
 * @param generator what this side had to do for it
 * @param violations what does not add up or breaks a guarantee; empty if all is well
 */
public record LoadReport(
        LoadOptions options,
        String load,
        ServerSample server,
        Span window,
        Goodput goodput,
        Latency latency,
        Published published,
        Books books,
        FaultCounts faults,
        Memory memory,
        Generator generator,
        List<String> violations) {
    /**
     * Moments on {@link System#nanoTime}'s clock, which on Linux all processes share.
     *
     * @param firstMessageNanos just before the first message was sent
     */
    public record Span(long firstMessageNanos, long startNanos, long endNanos) {}

    /**
     * What arrived in the window, all connections together.
     *
     * @param deliveriesPerSecond messages received, each by one member
     * @param broadcastsPerSecond the same in whole groups
     * @param bytesPerSecond of message bodies
     */
    public record Goodput(double deliveriesPerSecond, double broadcastsPerSecond, double bytesPerSecond) {}

    /** Milliseconds, and how many deliveries they stand on. */
    public record Latency(long count, double p50, double p90, double p99, double p999, double max) {}

    /**
     * Messages.
     *
     * @param sent by this side
     * @param taken by the server, as its receipts say
     * @param recipients as the receipts say
     * @param abandoned closed loop: not complete in time, so that the next one was sent
     * @param failures by the status code of the call
     */
    public record Published(long sent, long taken, long recipients, long abandoned, Map<String, Long> failures) {}

    /** As in {@link Faults}. */
    public record FaultCounts(long stray, long malformed, long unknown, long altered, long duplicate, long reordered) {}

    /**
     * The server's memory and threads. Bytes.
     *
     * @param rssIdle resident before the connections
     * @param rssConnected resident with the connections, before the first message
     * @param rssMedian resident in the window, the median of the samples
     * @param rssPeak the high-water mark of the whole process
     * @param heapIdle on the heap after a collection, before the connections
     * @param heapAfter on the heap after a collection, after the load
     * @param ledgerPeak reserved off the heap in the window, the highest sample
     * @param ledgerUsedAfter off-heap bytes in use after the load
     * @param threadsMedian in the window, the median of the samples
     * @param threadsPeak the highest number of the whole process
     * @param cpus processors busy with the server in the window
     * @param allocatedBytesPerSecond on the heap, by all of the server's threads in the window
     * @param samples how many samples there are of the window
     * @param unanswered how many times the server did not answer
     */
    public record Memory(
            long rssIdle,
            long rssConnected,
            long rssMedian,
            long rssPeak,
            long heapIdle,
            long heapAfter,
            long ledgerPeak,
            long ledgerUsedAfter,
            long threadsMedian,
            long threadsPeak,
            double cpus,
            double allocatedBytesPerSecond,
            int samples,
            int unanswered) {}

    /**
     * The load generator itself.
     *
     * @param busy the part of the window that its busiest event loop worked, 0 to 1
     * @param sendLagMillis by how much the 99th percentile of messages was sent too late
     * @param saturated whether the figures are rather its own than the server's: the run is void
     * @param cpus processors that its process kept busy in the window
     * @param cpuShare as many as it could keep busy
     * @param collecting the part of the window that it stood still to collect garbage, 0 to 1
     * @param reasons why it is void; empty where it is not
     */
    public record Generator(
            double busy,
            double sendLagMillis,
            boolean saturated,
            double cpus,
            int cpuShare,
            double collecting,
            List<String> reasons) {
        /** Copies the list. */
        public Generator {
            reasons = List.copyOf(reasons);
        }
    }

    /** Whether the load was its own bottleneck, so that its figures say nothing about the server. */
    @JsonProperty("void")
    public boolean isVoid() {
        return generator.saturated();
    }

    /** Whether the books balance and every guarantee was kept. */
    @JsonProperty
    public boolean ok() {
        return violations.isEmpty();
    }
}
