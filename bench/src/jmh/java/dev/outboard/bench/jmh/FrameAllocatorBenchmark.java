package dev.outboard.bench.jmh;

import dev.outboard.codec.MemoryLedger;
import dev.outboard.codec.spi.Codecs;
import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Question: what does taking a frame and giving it back cost, on one event-loop thread and with the release on another?
 * Contenders: our allocator on both codecs, Netty's pooled and adaptive ones. 16 frames of 1 KiB are out at a time; one
 * operation is one frame. The threads are Netty's, as in a server, so that every contender uses its thread-local path.
 *
 * <p>{@code java --add-opens java.base/jdk.internal.misc=ALL-UNNAMED -Djmh.executor=CUSTOM
 * -Djmh.executor.class=dev.outboard.bench.jmh.FrameAllocatorBenchmark$Loops -cp 'bench/target/lib/*'
 * org.openjdk.jmh.Main FrameAllocatorBenchmark -prof gc}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FrameAllocatorBenchmark {
    private static final int FRAME_BYTES = 1024;
    private static final int OUT = 16;

    @Param({"safe", "unsafe", "netty-pooled", "netty-adaptive"})
    public String contender;

    private final ByteBuf[] out = new ByteBuf[OUT];
    private ByteBufAllocator frames;
    private int next;

    @Setup
    public void open() {
        frames = switch (contender) {
            case "netty-pooled" -> new PooledByteBufAllocator(true);
            case "netty-adaptive" -> new AdaptiveByteBufAllocator(true);
            default -> Codecs.load(contender).newAllocator(MemoryLedger.unbounded());
        };
        for (int i = 0; i < OUT; i++) {
            out[i] = frames.directBuffer(FRAME_BYTES);
        }
    }

    @TearDown
    public void close() {
        for (ByteBuf frame : out) {
            frame.release();
        }
    }

    /** Take one, give back the one taken 16 operations ago. */
    @Benchmark
    public ByteBuf local() {
        int slot = next++ & (OUT - 1);
        out[slot].release();
        return out[slot] = frames.directBuffer(FRAME_BYTES);
    }

    /** Take one here, another thread gives it back: an event loop that hands requests to a worker. */
    @Benchmark
    public void foreignRelease(Handover handover) {
        handover.put(frames.directBuffer(FRAME_BYTES));
    }

    /** One slot at a time between two threads that yield while they wait: the hand-over's own cost is the same for every contender. */
    @State(Scope.Thread)
    public static class Handover {
        private static final int RING = 256;
        private final AtomicReferenceArray<ByteBuf> ring = new AtomicReferenceArray<>(RING);
        private final Thread releaser = new DefaultThreadFactory("releaser", true).newThread(this::run);
        private volatile boolean closed;
        private int head;

        @Setup
        public void open() {
            releaser.start();
        }

        void put(ByteBuf frame) {
            int slot = head++ & (RING - 1);
            while (ring.get(slot) != null) {
                Thread.yield();
            }
            ring.setRelease(slot, frame);
        }

        @TearDown
        public void close() throws InterruptedException {
            closed = true;
            releaser.join();
        }

        private void run() {
            for (int tail = 0; ; ) {
                ByteBuf frame = ring.getAcquire(tail & (RING - 1));
                if (frame != null) {
                    frame.release();
                    ring.setRelease(tail++ & (RING - 1), null);
                } else if (closed) {
                    return;
                } else {
                    Thread.yield();
                }
            }
        }
    }

    /** JMH's threads as Netty makes them. */
    public static final class Loops extends ThreadPoolExecutor {
        public Loops(int threads, String prefix) {
            super(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new DefaultThreadFactory(prefix));
        }
    }
}
