package dev.outboard.bench.rpc.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A fixed rate, whatever the contender does: calls are due at equal distances on a schedule, and a latency runs from the
 * time at which its call was due. A pacing thread wakes every {@value #TICK_MICROS} us and starts what has become due, on
 * the connections in turn. A call that finds its connection's places all taken waits, and its waiting counts.
 */
final class OpenLoop extends Load {
    private static final long TICK_MICROS = 100;
    private static final long TICK_NANOS = TimeUnit.MICROSECONDS.toNanos(TICK_MICROS);
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(100);
    /** Places that are looked at before a connection counts as full: replies come nearly in order. */
    private static final int LOOKED_AT = 16;

    /** Farther in the future than any run, and not so far that differences overflow. */
    private static final long NEVER = System.nanoTime() + Long.MAX_VALUE / 2;

    private final double nanosPerCall;
    private final int inFlight;
    private final AtomicHistogram latency = new AtomicHistogram(MOST_NANOS, 3);
    /** Of the pacing thread alone, for calls that found a place at once. */
    private final Histogram lateness = new Histogram(MOST_NANOS, 3);

    private final Thread pacer = new Thread(this::pace, "pacer");
    private volatile boolean running;
    private volatile long recordFrom = NEVER;
    private volatile long recordTo = NEVER;
    private long started;
    private int[] cursors = {};

    /** @param inFlight places of each connection */
    OpenLoop(double callsPerSecond, int inFlight) {
        this.nanosPerCall = 1e9 / callsPerSecond;
        this.inFlight = inFlight;
        pacer.setDaemon(true);
    }

    @Override
    void start() {
        running = true;
        cursors = new int[calls().size() / inFlight];
        pacer.start();
    }

    @Override
    void stop() throws InterruptedException {
        running = false;
        pacer.join();
    }

    /** Records calls that are due from now on. */
    void startRecording() {
        recordFrom = System.nanoTime();
    }

    /** Records no call that is due later than now. */
    void endRecording() {
        recordTo = System.nanoTime();
    }

    @Override
    void ended(Call call, long dueNanos) {
        if (dueNanos - recordFrom >= 0 && dueNanos - recordTo < 0) {
            latency.recordValue(Math.min(MOST_NANOS, Math.max(0, System.nanoTime() - dueNanos)));
        }
    }

    /** Latencies in nanoseconds of the calls due while recording. */
    Histogram latency() {
        return latency;
    }

    /** How late the generator itself was, in nanoseconds. After {@link #stop}. */
    Histogram lateness() {
        return lateness;
    }

    private void pace() {
        long start = System.nanoTime();
        int connection = 0;
        int full = 0;
        while (running && faults() == 0) {
            long now = System.nanoTime();
            long due = start + (long) (started * nanosPerCall);
            if (due > now) {
                LockSupport.parkNanos(Math.max(due - now, TICK_NANOS));
                continue;
            }
            Call call = free(connection);
            connection = connection + 1 == cursors.length ? 0 : connection + 1;
            if (call == null) {
                if (++full % cursors.length == 0) {
                    LockSupport.parkNanos(TICK_NANOS);
                }
                continue;
            }
            if (full == 0 && due - recordFrom >= 0) {
                lateness.recordValue(Math.min(MOST_NANOS, now - due));
            }
            full = 0;
            started++;
            call.start(due);
        }
    }

    private @Nullable Call free(int connection) {
        int base = connection * inFlight;
        int at = cursors[connection];
        for (int i = 0; i < Math.min(LOOKED_AT, inFlight); i++) {
            int place = at + i < inFlight ? at + i : at + i - inFlight;
            Call call = calls().get(base + place);
            if (!call.isInFlight()) {
                cursors[connection] = place + 1 == inFlight ? 0 : place + 1;
                return call;
            }
        }
        return null;
    }
}
