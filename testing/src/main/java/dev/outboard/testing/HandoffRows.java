package dev.outboard.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.outboard.codec.spi.CodecProvider;
import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.varhandle.SpscVarHandleArrayQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames that are released on another thread than the one which allocated them, and threads that end. */
abstract class HandoffRows extends CodecRows {
    private static final int HANDOFFS = 10_000_000;
    private static final int IN_FLIGHT = 1024;
    private static final int FRAME = 256;

    HandoffRows(CodecProvider codec) {
        super(codec);
    }

    /** "own" threads have free lists of their own, as event loops and workers do; "shared" ones stripe. */
    @ParameterizedTest
    @CsvSource({"own, own, " + HANDOFFS, "shared, own, " + HANDOFFS / 10, "own, shared, " + HANDOFFS / 10})
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void handoffs_keepReservedFlat(String allocating, String releasing, int count) throws InterruptedException {
        Queue<ByteBuf> handoff = new SpscVarHandleArrayQueue<>(IN_FLIGHT);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread from = thread(allocating, failure, () -> {
            for (int i = 0; i < count; i++) {
                put(handoff, frames.buffer(FRAME).setInt(0, i), failure);
            }
        });
        Thread to = thread(releasing, failure, () -> {
            for (int i = 0; i < count; i++) {
                ByteBuf frame = take(handoff, failure);
                if (frame.getInt(0) != i || !frame.release()) {
                    throw new AssertionError("hand-off " + i + " is not the frame that was sent");
                }
            }
        });
        from.join();
        to.join();
        assertThat(failure.get()).isNull();
        assertThat(ledger.usedBytes()).isZero();
        // In flight, coming home, and on both threads' lists: whatever the count, not more than this at any time.
        assertThat(ledger.reservedPeakBytes()).isLessThanOrEqualTo(2 << 20);
    }

    @Test
    void virtualThreads_keepReservedFlat() throws Exception {
        ExecutorService virtual = virtualThreadsOrSkip();
        int count = 100_000;
        Semaphore inFlight = new Semaphore(IN_FLIGHT);
        LongAdder whole = new LongAdder();
        try {
            for (int i = 0; i < count; i++) {
                int mark = i;
                inFlight.acquire();
                virtual.execute(() -> {
                    ByteBuf frame = frames.buffer(FRAME).setInt(0, mark);
                    LockSupport.parkNanos(1); // gives its carrier away and may go on on another
                    if (frame.getInt(0) == mark && frame.release()) {
                        whole.increment();
                    }
                    inFlight.release();
                });
            }
        } finally {
            virtual.shutdown();
        }
        assertThat(virtual.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(whole.sum()).isEqualTo(count);
        assertThat(ledger.usedBytes()).isZero();
        assertThat(ledger.reservedPeakBytes()).isLessThanOrEqualTo(2 << 20);
    }

    @Test
    void framesReleasedElsewhere_comeHome() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        thread("own", failure, () -> {
                    for (int round = 0; round < 200; round++) {
                        List<ByteBuf> out = allocate(2000);
                        join(thread("own", failure, () -> out.forEach(ByteBuf::release)));
                    }
                })
                .join();
        assertThat(failure.get()).isNull();
        assertThat(ledger.usedBytes()).isZero();
        assertThat(ledger.reservedPeakBytes()).isLessThanOrEqualTo(2 << 20);
    }

    @Test
    void threadsEnding_giveTheirListsBack() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int i = 0; i < 300; i++) {
            thread("own", failure, () -> allocate(500).forEach(ByteBuf::release))
                    .join();
        }
        assertThat(failure.get()).isNull();
        assertThat(ledger.usedBytes()).isZero();
        assertThat(ledger.reservedPeakBytes()).isLessThanOrEqualTo(1 << 20);
        frames.trim();
        Collected.await("what ended threads had is back", () -> ledger.reservedBytes() == 0);
    }

    @Test
    void framesOutliveTheThreadThatAllocatedThem() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<ByteBuf> out = new ArrayList<>();
        thread("own", failure, () -> out.addAll(allocate(500))).join();
        assertThat(ledger.usedBytes()).isEqualTo(500 * FRAME);
        out.forEach(ByteBuf::release);
        out.clear();
        assertThat(failure.get()).isNull();
        assertThat(ledger.usedBytes()).isZero();
        frames.trim();
        Collected.await("the frames of the ended thread are back", () -> ledger.reservedBytes() == 0);
    }

    /** An event loop clears its thread locals before its very last releases. */
    @Test
    void frameReleasedByItsOwner_afterTheOwnersListsEnded_isBookedOff() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        thread("own", failure, () -> {
                    List<ByteBuf> out = allocate(100);
                    FastThreadLocal.removeAll();
                    out.forEach(ByteBuf::release);
                })
                .join();
        assertThat(failure.get()).isNull();
        assertThat(ledger.usedBytes()).isZero();
        frames.trim();
        Collected.await("the frames are not on a list that has ended", () -> ledger.reservedBytes() == 0);
    }

    @Test
    void foreignReleasesRacingWithTheOwnersEnd_loseNothing() throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int round = 0; round < 300; round++) {
            CountDownLatch allocated = new CountDownLatch(1);
            List<ByteBuf> out = new ArrayList<>();
            Thread owner = thread("own", failure, () -> {
                out.addAll(allocate(200));
                allocated.countDown();
            });
            allocated.await();
            out.forEach(ByteBuf::release);
            out.clear();
            owner.join();
        }
        assertThat(failure.get()).isNull();
        assertThat(ledger.usedBytes()).isZero();
        frames.trim();
        Collected.await("nothing is stuck in an ended owner's queue", () -> ledger.reservedBytes() == 0);
    }

    private List<ByteBuf> allocate(int count) {
        List<ByteBuf> out = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            out.add(frames.buffer(FRAME));
        }
        return out;
    }

    private static Thread thread(String kind, AtomicReference<Throwable> failure, Runnable body) {
        Thread thread = kind.equals("own") ? new FastThreadLocalThread(body) : new Thread(body);
        thread.setUncaughtExceptionHandler((t, e) -> failure.compareAndSet(null, e));
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void put(Queue<ByteBuf> handoff, ByteBuf frame, AtomicReference<Throwable> failure) {
        while (!handoff.offer(frame)) {
            giveUpAfter(failure);
        }
    }

    private static ByteBuf take(Queue<ByteBuf> handoff, AtomicReference<Throwable> failure) {
        ByteBuf frame = handoff.poll();
        while (frame == null) {
            giveUpAfter(failure);
            frame = handoff.poll();
        }
        return frame;
    }

    private static void giveUpAfter(AtomicReference<Throwable> failure) {
        if (failure.get() != null) {
            throw new AssertionError("the other side failed", failure.get());
        }
        LockSupport.parkNanos(1_000);
    }

    /** The sources are Java 17's, the row runs where there are virtual threads. */
    private static ExecutorService virtualThreadsOrSkip() throws ReflectiveOperationException {
        assumeTrue(Runtime.version().feature() >= 21, "virtual threads need JDK 21, this is " + Runtime.version());
        Method factory = Executors.class.getMethod("newVirtualThreadPerTaskExecutor");
        return (ExecutorService) factory.invoke(null);
    }
}
