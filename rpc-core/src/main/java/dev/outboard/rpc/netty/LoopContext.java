package dev.outboard.rpc.netty;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.CodecProvider;
import dev.outboard.codec.spi.FrameAllocator;
import dev.outboard.codec.spi.FrameReader;
import dev.outboard.rpc.NanoClock;
import dev.outboard.rpc.call.WorkerPool;
import io.netty.channel.EventLoop;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jctools.queues.varhandle.MpscGrowableVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of one event loop share, and the loop's ready queue: connections with something to send, put
 * there by any thread. The loop is woken once for all that become ready before it gets to them.
 */
final class LoopContext implements Runnable {
    private static final int FIRST_ENTRIES = 256;
    /** Out of reach: a connection stands in the queue once at the most. It grows to what it once held, and then allocates no more. */
    private static final int MOST_ENTRIES = 1 << 30;

    /** Within a long turn of the loop, workers are woken again for what came since. */
    private static final long MOST_ASLEEP_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private static final VarHandle SIGNALLED;

    static {
        try {
            SIGNALLED = MethodHandles.lookup().findVarHandle(LoopContext.class, "signalled", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final EventLoop eventLoop;
    final FrameAllocator allocator;
    final WriterPool writers;
    final Packing packing;
    final NanoClock clock;
    /** For bodies that are read inside one call on the loop. */
    final FrameReader reader;

    /** The connection that was read last, by its id; the loop's alone. */
    long lastReader;

    /** Its place among its server's; set once, before there is a connection. */
    int number;

    private final MpscGrowableVarHandleArrayQueue<Outbound> ready =
            new MpscGrowableVarHandleArrayQueue<>(FIRST_ENTRIES, MOST_ENTRIES);

    private volatile boolean signalled;

    /** The loop's: the workers that it has given more than it has woken them for; null for none. */
    private @Nullable WorkerPool given;
    /** The loop's. */
    private long givenSince;

    LoopContext(
            EventLoop eventLoop,
            CodecProvider codec,
            FrameAllocator allocator,
            WriterPool writers,
            Packing packing,
            NanoClock clock) {
        this.eventLoop = eventLoop;
        this.allocator = allocator;
        this.writers = writers;
        this.packing = packing;
        this.clock = clock;
        this.reader = codec.newReader();
    }

    /** Long messages leave a quarter of the memory's budget to all else, which cannot do without. Any thread. */
    boolean mayReserve(long more) {
        if (leavesAQuarter(more)) {
            return true;
        }
        allocator.reclaim();
        return leavesAQuarter(more);
    }

    private boolean leavesAQuarter(long more) {
        MemoryLedger ledger = allocator.ledger();
        long budget = ledger.budgetBytes();
        return ledger.reservedBytes() + more <= budget - (budget >>> 2);
    }

    boolean inEventLoop() {
        return eventLoop.inEventLoop();
    }

    /** Has the loop run {@code task}; false where it has ended. Any thread. */
    boolean execute(Runnable task) {
        try {
            eventLoop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Has the loop run {@code task} later; false where it has ended. Any thread. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody cancels it, and what it throws is logged by the loop
    boolean schedule(Runnable task, long delayNanos) {
        try {
            eventLoop.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Has the loop drain {@code out} soon; the caller made sure that it is not queued already. Any thread. */
    void enqueue(Outbound out) {
        ready.offer(out);
        signal();
    }

    /**
     * Wakes workers for what this loop has submitted: at once for the first piece of a turn, so that it is begun while others are read, and once
     * more for all others, when the loop has read what there is or after 50 us, whichever is sooner. On the loop.
     *
     * @param nowNanos as exact as a read
     */
    void wake(WorkerPool workers, long nowNanos) {
        if (given == null) {
            workers.wake();
            given = workers;
            givenSince = nowNanos;
            signal();
        } else if (nowNanos - givenSince >= MOST_ASLEEP_NANOS) {
            givenSince = nowNanos;
            workers.wake();
        }
    }

    private void wakeAgain() {
        WorkerPool workers = given;
        given = null;
        if (workers != null) {
            workers.wake();
        }
    }

    /** Drains what is ready now; what becomes ready meanwhile waits for the next turn, so that reading goes on. */
    @Override
    public void run() {
        signalled = false;
        wakeAgain();
        for (int i = ready.size(); i > 0; i--) {
            Outbound out = ready.poll();
            if (out == null) {
                break;
            }
            out.drain();
        }
        if (!ready.isEmpty()) {
            signal();
        }
    }

    private void signal() {
        if (!signalled && SIGNALLED.compareAndSet(this, false, true)) {
            if (!execute(this)) {
                // The loop ended, and before it every channel: closing emptied their queues.
                signalled = false;
            }
        }
    }
}
