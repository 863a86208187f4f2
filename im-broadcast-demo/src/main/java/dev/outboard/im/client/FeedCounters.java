package dev.outboard.im.client;

import java.util.concurrent.atomic.LongAdder;

/** What recovering users have been through, all of those together that share it. Any thread. */
public final class FeedCounters {
    final LongAdder connects = new LongAdder();
    final LongAdder failedConnects = new LongAdder();
    final LongAdder closes = new LongAdder();
    final LongAdder hints = new LongAdder();
    final LongAdder recovered = new LongAdder();
    final LongAdder filled = new LongAdder();
    final LongAdder filtered = new LongAdder();
    final LongAdder gaps = new LongAdder();
    final LongAdder markers = new LongAdder();
    final LongAdder lost = new LongAdder();
    final LongAdder voids = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder repeated = new LongAdder();

    /**
     * As they stand.
     *
     * @param connects connections that were made, the first ones included
     * @param failedConnects that could not be made, or did not get as far as being signed in
     * @param closes connections that ended
     * @param hints followed to another server
     * @param recovered messages in answers to Subscribe
     * @param filled messages of History, for gaps
     * @param filtered messages thrown away because they had been seen
     * @param gaps found by a number that was not the next one
     * @param markers of gaps, from the server
     * @param lost times that history was lost
     * @param voids times that numbers stood for nothing
     * @param retries publishes sent again under their key
     * @param repeated of these, those that the server had taken before
     */
    public record Counts(
            long connects,
            long failedConnects,
            long closes,
            long hints,
            long recovered,
            long filled,
            long filtered,
            long gaps,
            long markers,
            long lost,
            long voids,
            long retries,
            long repeated) {}

    /** What was counted so far. */
    public Counts counts() {
        return new Counts(
                connects.sum(),
                failedConnects.sum(),
                closes.sum(),
                hints.sum(),
                recovered.sum(),
                filled.sum(),
                filtered.sum(),
                gaps.sum(),
                markers.sum(),
                lost.sum(),
                voids.sum(),
                retries.sum(),
                repeated.sum());
    }
}
