package dev.outboard.bench.rpc.load;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * A fixed rate, whatever the contender does: calls are due at equal distances on a schedule, and a latency runs from the
 * time at which its call was due. What has become due is started by whoever comes first: a reply, which starts calls on
 * its own connection and thread, as the closed loop does, or a tick every {@value #TICK_MICROS} us, which takes the
 * connections in turn. The ticks are on the contender's event loop, so that a machine with as many cores as sides has as many threads at
 * work; where it has none, or brings replies on other threads, they are on a thread of the load's. A call that finds all places taken waits, and
 * its waiting counts.
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
    /** In one tick, at low rates. */
    private static final int MOST_IDLE_STARTS = 64;
    /** Farther in the future than any run, and not so far that differences overflow. */
    private static final long NEVER = System.nanoTime() + Long.MAX_VALUE / 2;

    private final double nanosPerCall;
    private final int inFlight;
    /**
     * What a tick starts at most before it lets others have the turn: twice what becomes due between two. A backlog would be its alone
     * otherwise, and on a thread of its own call by call, each with a wake-up of an event loop, although replies that start calls get through with it
     * many times as fast.
     */
    private final int mostPerTick;

    private final AtomicHistogram latency = new AtomicHistogram(MOST_NANOS, 3);
    private final AtomicHistogram lateness = new AtomicHistogram(MOST_NANOS, 3);
    private final ScheduledExecutorService pacer;
    private final boolean ownsPacer;
    private @Nullable Future<?> ticks;
    /** When the next tick should come; the ticks' alone. */
    private long nextTick;

    private volatile long recordFrom;
    private volatile long recordTo = NEVER;

    /** Held by the one thread that starts calls; guards what is below. */
    private final AtomicBoolean turn = new AtomicBoolean();

    private boolean running;

    /** Of a rehearsal; from the window on there is no most of either. No branch asks whether it is on: see {@link #REHEARSAL_NANOS}. */
    private long mostRecordedNanos = REHEARSAL_NANOS;

    private long mostBehindNanos = WARMUP_BACKLOG_NANOS;
    private long scheduleStart;
    private long scheduled;
    private int[] cursors = {};
    /** That a tick begins with. */
    private int nextConnection;

    /**
     * @param inFlight places of each connection
     * @param eventLoop of the contender, which is borrowed; null for a thread of the load's
     */
    OpenLoop(double callsPerSecond, int inFlight, @Nullable ScheduledExecutorService eventLoop) {
        this.nanosPerCall = 1e9 / callsPerSecond;
        this.inFlight = inFlight;
        this.mostPerTick = (int) Math.max(MOST_IDLE_STARTS, 2 * TICK_NANOS / nanosPerCall);
        this.ownsPacer = eventLoop == null;
        this.pacer = eventLoop == null ? Executors.newSingleThreadScheduledExecutor(OpenLoop::thread) : eventLoop;
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "pacer");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    void start() {
        cursors = new int[calls().size() / inFlight];
        scheduleStart = System.nanoTime();
        recordFrom = scheduleStart;
        running = true;
        nextTick = scheduleStart + TICK_NANOS;
        ticks = pacer.scheduleWithFixedDelay(this::tick, TICK_NANOS, TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    @Override
    void stop() throws InterruptedException {
        long deadline = System.nanoTime() + CATCH_UP_NANOS;
        while (faults() == 0 && isBehind(recordTo) && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TICK_NANOS);
        }
        takeTurn();
        running = false;
        turn.set(false);
        if (ticks != null) {
            ticks.cancel(false);
        }
        if (ownsPacer) {
            pacer.shutdown();
        }
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

    /** By how much ticks came later than they should have, in nanoseconds. */
    Histogram lateness() {
        return lateness;
    }

    private void tick() {
        lateness.recordValue(Math.min(MOST_NANOS, Math.max(0, System.nanoTime() - nextTick)));
        startInTurn();
        nextTick = System.nanoTime() + TICK_NANOS;
    }

    private void startInTurn() {
        if (faults() != 0 || !turn.compareAndSet(false, true)) {
            return;
        }
        try {
            startOnAll(System.nanoTime());
        } catch (Throwable t) {
            fault("tick: " + t + " (expected: calls started)"); // an executor would keep it to itself, and tick no more
        } finally {
            turn.set(false);
        }
    }

    /** Starts what is due, on all connections in turn; holds the turn. */
    private void startOnAll(long now) {
        if (now - recordFrom > mostRecordedNanos || now - nextDue() > mostBehindNanos) {
            record(now);
        }
        int full = 0;
        for (int left = mostPerTick; left > 0 && full < cursors.length && isDue(now); left--) {
            full = startDue(nextConnection, now) ? 0 : full + 1;
            nextConnection = nextConnection + 1 == cursors.length ? 0 : nextConnection + 1;
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
