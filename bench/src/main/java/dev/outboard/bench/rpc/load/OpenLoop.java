package dev.outboard.bench.rpc.load;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * A fixed rate, whatever the contender does: calls are due at equal distances on a schedule, and a latency runs from the
 * time at which its call was due. What has become due is started by whoever comes first: a reply, which starts calls on
 * its own connection and thread, as the closed loop does, or a pacing thread that wakes every {@value #TICK_MICROS} us and
 * takes the connections in turn, a few of them at a time. A call that finds all places taken waits, and its waiting counts.
 */
final class OpenLoop extends Load {
    private static final long TICK_MICROS = 100;
    private static final long TICK_NANOS = TimeUnit.MICROSECONDS.toNanos(TICK_MICROS);
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(100);
    /**
     * The warm-up is a row of recordings of this length, all thrown away. Were nothing recorded in it, the branch that records would be
     * compiled as one that is never taken; the first call of the window would then throw away the compiled code of everything it is inlined
     * into, which is the whole way of a reply, and thus cost most those contenders that are compiled into one piece.
     */
    private static final long REHEARSAL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** While warming up, the schedule begins again where it is behind by more than this. */
    private static final long WARMUP_BACKLOG_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    /** How long calls that became due while recording may wait for their start. */
    private static final long CATCH_UP_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Places that are looked at before a connection counts as full: replies come nearly in order. */
    private static final int LOOKED_AT = 16;
    /** Of the pacing thread in one tick, at low rates. */
    private static final int MOST_IDLE_STARTS = 64;
    /** Farther in the future than any run, and not so far that differences overflow. */
    private static final long NEVER = System.nanoTime() + Long.MAX_VALUE / 2;

    private final double nanosPerCall;
    private final int inFlight;
    /**
     * What the pacing thread starts at most before it lets others have the turn: twice what becomes due in a tick. A backlog would be its alone
     * otherwise, call by call and each with a wake-up of an event loop, although replies that start calls get through with it many times as fast.
     */
    private final int mostPerTick;

    private final AtomicHistogram latency = new AtomicHistogram(MOST_NANOS, 3);
    private final AtomicHistogram lateness = new AtomicHistogram(MOST_NANOS, 3);

    private final Thread pacer = new Thread(this::pace, "pacer");
    private volatile boolean running;
    private volatile long recordFrom;
    private volatile long recordTo = NEVER;

    /** Held by the one thread that starts calls; guards what is below. */
    private final AtomicBoolean turn = new AtomicBoolean();

    /** Of a rehearsal; from the window on there is no most of either. No branch asks whether it is on: see {@link #REHEARSAL_NANOS}. */
    private long mostRecordedNanos = REHEARSAL_NANOS;

    private long mostBehindNanos = WARMUP_BACKLOG_NANOS;
    private long scheduleStart;
    private long scheduled;
    private int[] cursors = {};

    /** @param inFlight places of each connection */
    OpenLoop(double callsPerSecond, int inFlight) {
        this.nanosPerCall = 1e9 / callsPerSecond;
        this.inFlight = inFlight;
        this.mostPerTick = (int) Math.max(MOST_IDLE_STARTS, 2 * TICK_NANOS / nanosPerCall);
        pacer.setDaemon(true);
    }

    @Override
    void start() {
        cursors = new int[calls().size() / inFlight];
        scheduleStart = System.nanoTime();
        recordFrom = scheduleStart;
        running = true;
        pacer.start();
    }

    @Override
    void stop() throws InterruptedException {
        long deadline = System.nanoTime() + CATCH_UP_NANOS;
        while (faults() == 0 && isBehind(recordTo) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TICK_NANOS);
        }
        running = false;
        pacer.join();
    }

    /** Begins the schedule again, and records the calls that are due from now on. */
    void startRecording() {
        takeTurn();
        mostRecordedNanos = Long.MAX_VALUE;
        mostBehindNanos = Long.MAX_VALUE;
        record(System.nanoTime());
        turn.set(false);
    }

    /** Begins a recording, and with it the schedule; holds the turn. */
    private void record(long now) {
        restart(now);
        recordFrom = now;
        latency.reset();
        lateness.reset();
    }

    /** Records no call that is due later than now. */
    void endRecording() {
        recordTo = System.nanoTime();
    }

    @Override
    void ended(Call call, long dueNanos) {
        long now = System.nanoTime();
        if (dueNanos - recordFrom >= 0 && dueNanos - recordTo < 0) {
            latency.recordValue(Math.min(MOST_NANOS, Math.max(0, now - dueNanos)));
        }
        if (!turn.get() && turn.compareAndSet(false, true)) {
            while (startDue(call.connection(), now)) {
                // one more
            }
            turn.set(false);
        }
    }

    /** Latencies in nanoseconds of the calls due while recording. */
    Histogram latency() {
        return latency;
    }

    /** Calls that became due while recording. */
    long due() {
        return (long) ((recordTo - recordFrom) / nanosPerCall);
    }

    /** By how much the pacing thread woke later than it wanted to, in nanoseconds. After {@link #stop}. */
    Histogram lateness() {
        return lateness;
    }

    private void pace() {
        int connection = 0;
        while (running && faults() == 0) {
            long wake = System.nanoTime() + TICK_NANOS;
            LockSupport.parkNanos(TICK_NANOS);
            long now = System.nanoTime();
            lateness.recordValue(Math.min(MOST_NANOS, Math.max(0, now - wake)));
            if (turn.compareAndSet(false, true)) {
                if (now - recordFrom > mostRecordedNanos || now - nextDue() > mostBehindNanos) {
                    record(now);
                }
                int full = 0;
                for (int left = mostPerTick; left > 0 && full < cursors.length && isDue(now); left--) {
                    full = startDue(connection, now) ? 0 : full + 1;
                    connection = connection + 1 == cursors.length ? 0 : connection + 1;
                }
                turn.set(false);
            }
        }
    }

    private void takeTurn() {
        while (!turn.compareAndSet(false, true)) {
            Thread.onSpinWait();
        }
    }

    private boolean isBehind(long nanos) {
        takeTurn();
        boolean behind = isDue(nanos);
        turn.set(false);
        return behind;
    }

    private long nextDue() {
        return scheduleStart + (long) (scheduled * nanosPerCall);
    }

    private boolean isDue(long now) {
        return now - nextDue() > 0;
    }

    private void restart(long now) {
        scheduleStart = now;
        scheduled = 0;
    }

    /** Starts one call on this connection where one is due and there is a place; holds the turn. */
    private boolean startDue(int connection, long now) {
        long due = nextDue();
        if (now - due <= 0 || !running) {
            return false;
        }
        int base = connection * inFlight;
        int at = cursors[connection];
        for (int i = 0; i < Math.min(LOOKED_AT, inFlight); i++) {
            int place = at + i < inFlight ? at + i : at + i - inFlight;
            Call call = calls().get(base + place);
            if (!call.isInFlight()) {
                cursors[connection] = place + 1 == inFlight ? 0 : place + 1;
                scheduled++;
                call.start(due);
                return true;
            }
        }
        return false;
    }
}
