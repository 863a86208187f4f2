package dev.outboard.bench.hostile;

import dev.outboard.codec.WireReader;
import dev.outboard.codec.WireWriter;
import dev.outboard.rpc.ClientConnection;
import dev.outboard.rpc.MessageWriter;
import dev.outboard.rpc.ReplyHandler;
import dev.outboard.rpc.Status;
import dev.outboard.rpc.hostile.Victim;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * Calls at equal distances on a schedule, whatever the server does: a latency runs from the time at which its call was due. Each reply is
 * compared. Where {@value #PLACES} calls are under way, those that become due wait, and their waiting counts.
 */
final class HonestLoad {
    private static final int PLACES = 200;
    private static final long TICK_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(100);
    private static final long CALL_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long END_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final ClientConnection connection;
    private final long nanosPerCall;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Thread pacer = new Thread(this::pace, "pacer");
    private volatile Split split = new Split(new Window(), System.nanoTime(), new Window());
    /** When the next call is due; written by the pacer alone. */
    private volatile long nextDue = System.nanoTime();

    private volatile boolean running = true;
    private volatile boolean stopped;
    private long calls;

    HonestLoad(ClientConnection connection, double callsPerSecond) {
        this.connection = connection;
        this.nanosPerCall = (long) (1e9 / callsPerSecond);
        pacer.setDaemon(true);
        pacer.start();
    }

    /** What became of the calls that were due in a stretch of time. */
    static final class Window {
        private final AtomicHistogram latency = new AtomicHistogram(MOST_NANOS, 3);
        private final AtomicLong failed = new AtomicLong();
        private final AtomicInteger underWay = new AtomicInteger();
        private volatile String why = "";

        /** Nanoseconds, of those that were answered. */
        Histogram latency() {
            return latency;
        }

        /** Calls that failed, or came back with something else. */
        long failed() {
            return failed.get();
        }

        /** Why the first of them did. */
        String why() {
            return why;
        }

        private void failed(String reason) {
            if (failed.getAndIncrement() == 0) {
                why = reason;
            }
        }
    }

    /** Where one window ends and the next one begins: a call belongs to the one in which it was due, whenever it is made. */
    private record Split(Window before, long nanos, Window after) {
        Window of(long due) {
            return due - nanos < 0 ? before : after;
        }

        Split now() {
            return new Split(after, System.nanoTime(), new Window());
        }
    }

    /** Begins a window, and calls where that was paused. */
    void open() {
        split = split.now();
        running = true;
    }

    /** Ends the window, and waits for the calls that were due in it, also those that are late. */
    Window close() {
        Split here = split.now();
        split = here;
        Window ended = here.before();
        long deadline = System.nanoTime() + END_NANOS;
        while ((nextDue - here.nanos() < 0 || ended.underWay.get() > 0) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(TICK_NANOS);
        }
        if (nextDue - here.nanos() < 0 || ended.underWay.get() > 0) {
            ended.failed(ended.underWay + " calls have no end, or were not made");
        }
        return ended;
    }

    /** Makes no more calls; returns how many did not end in time. */
    int pause() {
        running = false;
        long deadline = System.nanoTime() + END_NANOS;
        do {
            LockSupport.parkNanos(5 * TICK_NANOS);
        } while (inFlight.get() > 0 && System.nanoTime() - deadline < 0);
        return inFlight.get();
    }

    void stop() throws InterruptedException {
        stopped = true;
        pacer.join();
    }

    private void pace() {
        long due = nextDue; // not now: this thread may start late
        while (!stopped) {
            long now = System.nanoTime();
            if (!running) {
                due = now;
                nextDue = due;
            }
            while (running && now - due >= 0 && inFlight.get() < PLACES) {
                inFlight.incrementAndGet();
                Call call = new Call(split.of(due), ++calls, due);
                connection.call(Victim.ECHO, call, CALL_NANOS, call);
                due += nanosPerCall;
                nextDue = due;
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    private final class Call implements MessageWriter, ReplyHandler {
        private final Window counted;
        private final long id;
        private final long due;

        Call(Window counted, long id, long due) {
            this.counted = counted;
            this.id = id;
            this.due = due;
            counted.underWay.incrementAndGet();
        }

        @Override
        public void write(WireWriter out) {
            out.writeFixed64(id);
        }

        @Override
        public void onReply(WireReader reply) {
            if (reply.length() == 8 && reply.readFixed64() == id) {
                counted.latency.recordValue(Math.min(MOST_NANOS, Math.max(0, System.nanoTime() - due)));
            } else {
                counted.failed("another reply");
            }
            ended();
        }

        @Override
        public void onFailure(Status status) {
            counted.failed(status.toString());
            ended();
        }

        private void ended() {
            counted.underWay.decrementAndGet();
            inFlight.decrementAndGet();
        }
    }
}
