package dev.outboard.im.server;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * How long messages take from being published to being handed over: to the last connection of a shard where members are in
 * shards, and to each where they are not. Costs a look at a flag until {@link #measure}. Any thread.
 */
final class FanoutLatency {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long MOST_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** Over the last second, or since somebody asked last, whichever is longer. In nanoseconds; zeros where nothing was sent. */
    record Window(long p50, long p99, long max) {
        private static final Window NONE = new Window(0, 0, 0);
    }

    private final Recorder recorder = new Recorder(MOST_NANOS, 2);
    private volatile boolean measuring;
    // Guarded by this.
    private Histogram spare = recorder.getIntervalHistogram();
    private Window last = Window.NONE;
    private long lastNanos = System.nanoTime() - WINDOW_NANOS;

    /** Measures from now on. */
    void measure() {
        measuring = true;
    }

    /** When a message begins; 0 where nobody measures. */
    long begin() {
        return measuring ? System.nanoTime() : 0;
    }

    /**
     * Says that it was handed over.
     *
     * @param begun from {@link #begin}
     */
    void end(long begun) {
        if (begun != 0) {
            recorder.recordValue(Math.max(1, Math.min(MOST_NANOS, System.nanoTime() - begun)));
        }
    }

    synchronized Window window() {
        long now = System.nanoTime();
        if (now - lastNanos >= WINDOW_NANOS) {
            lastNanos = now;
            spare = recorder.getIntervalHistogram(spare);
            last = spare.getTotalCount() == 0
                    ? Window.NONE
                    : new Window(spare.getValueAtPercentile(50), spare.getValueAtPercentile(99), spare.getMaxValue());
        }
        return last;
    }
}
