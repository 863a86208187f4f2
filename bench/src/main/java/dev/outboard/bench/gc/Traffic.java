package dev.outboard.bench.gc;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Where a run's messages come from. Life: made running, {@link #openWindow}, {@link #closeWindow}, {@link #stop}. The window's
 * methods and those of {@link #inFlight} that say so on any thread, the rest on the thread that made it.
 */
interface Traffic {
    /** What each handling thread holds. */
    List<InFlight<?>> inFlight();

    /** From now on latency counts. */
    void openWindow();

    /** From now on latency counts no more. */
    void closeWindow();

    /**
     * Ends it, and gives up what is in flight.
     *
     * @throws IllegalStateException where a thread had died, or a message's end is not as it must be
     */
    void stop() throws InterruptedException;

    /** Throws what a thread died of. */
    void throwIfDied();

    /** Messages that were lost outside of what the threads hold; behind {@link #stop}. */
    long lostElsewhere();

    /** What a generator slept in the window while a message was due, the mean of all; behind {@link #stop}. */
    double idleLateMillis();

    /** Adds latencies of an open load; behind {@link #stop}. */
    void addLatencyTo(Histogram all);

    /** Bytes that it holds from the system itself. */
    long nativeBytes();
}
