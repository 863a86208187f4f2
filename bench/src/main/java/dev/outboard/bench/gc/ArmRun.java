package dev.outboard.bench.gc;

import com.sun.management.OperatingSystemMXBean;
import dev.outboard.bench.run.Noise;
import dev.outboard.bench.run.ProcessStatus;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** One arm under load in this JVM: live set, warm-up, window, shutdown. Single-threaded but for its two workers. */
final class ArmRun {
    private static final int WORKERS = 2;
    private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int MIB = 1 << 20;

    private final GcArm arm;
    private final Load load;
    private final int liveMib;
    private final int budgetMib;
    private final long seed;
    private final RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final AtomicReference<@Nullable Throwable> died = new AtomicReference<>();
    private final List<Worker<?>> workers = new ArrayList<>();
    private long nativeMaxBytes;

    ArmRun(GcArm arm, Load load, int liveMib, int budgetMib, long seed) {
        this.arm = arm;
        this.load = load;
        this.liveMib = liveMib;
        this.budgetMib = budgetMib;
        this.seed = seed;
    }

    /**
     * What the arm is put under.
     *
     * @param ratePerSecond messages per second over all workers; 0 runs flat out
     * @param minPauses collections after which the window ends; 0 leaves that to the time
     * @param seconds length of the window, at most
     * @param warmupSeconds load before the window
     */
    record Load(int ratePerSecond, int minPauses, int seconds, int warmupSeconds) {}

    ArmResult execute() throws InterruptedException {
        LiveSet live = new LiveSet(liveMib);
        // Twice: what the first one leaves in survivors the second one puts beside the rest of the live set.
        System.gc();
        System.gc();
        try (ArmMemory memory = ArmMemory.open(arm, (long) budgetMib * MIB)) {
            List<Thread> threads = startWorkers(memory, live);
            sample(memory, TimeUnit.SECONDS.toNanos(load.warmupSeconds), 0);
            Window window = measure(memory);
            for (Worker<?> worker : workers) {
                worker.stop();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            throwIfDied();
            if (live.rememberedOperations() == 0) {
                throw new IllegalStateException("sessions changed: 0 (expected: 1 per 100 messages)");
            }
            return result(window, memory.ownedBytes());
        }
    }

    private Window measure(ArmMemory memory) throws InterruptedException {
        nativeMaxBytes = 0;
        Noise noise = Noise.start();
        final long messages = total(Worker::messages);
        final long failed = total(Worker::failed);
        final long cpuNanos = system.getProcessCpuTime();
        final double startSeconds = runtime.getUptime() / 1e3;
        workers.forEach(Worker::openWindow);
        sample(memory, TimeUnit.SECONDS.toNanos(load.seconds), load.minPauses);
        workers.forEach(Worker::closeWindow);
        final double endSeconds = runtime.getUptime() / 1e3;
        final long failedInWindow = total(Worker::failed) - failed;
        return new Window(
                startSeconds,
                endSeconds,
                total(Worker::messages) - messages - failedInWindow,
                failedInWindow,
                (system.getProcessCpuTime() - cpuNanos) / NANOS_PER_MILLI,
                noise.window(),
                ProcessStatus.of(ProcessHandle.current().pid()).orElse(new ProcessStatus(-1, -1, 0)));
    }

    private ArmResult result(Window window, long ownedBytes) {
        return new ArmResult(
                Runtime.version().toString(),
                window.startSeconds,
                window.endSeconds,
                window.messages,
                window.failed,
                total(Worker::mismatched),
                ownedBytes,
                window.cpuMillis,
                window.noise.foreignCores() + window.noise.stolenCores(),
                new GcRun.Memory(nativeMaxBytes, window.status.residentBytes(), window.status.residentMaxBytes()),
                latency());
    }

    private GcRun.@Nullable Latency latency() {
        if (load.ratePerSecond == 0) {
            return null;
        }
        Histogram all = new Histogram(3);
        all.setAutoResize(true);
        workers.forEach(worker -> worker.addLatencyTo(all));
        return new GcRun.Latency(
                load.ratePerSecond,
                all.getValueAtPercentile(50) / NANOS_PER_MILLI,
                all.getValueAtPercentile(99) / NANOS_PER_MILLI,
                all.getValueAtPercentile(99.9) / NANOS_PER_MILLI,
                all.getMaxValue() / NANOS_PER_MILLI);
    }

    /** Netty's threads, for every arm: pooled frames keep free lists for those, and no arm shall have other threads. */
    private List<Thread> startWorkers(ArmMemory memory, LiveSet live) {
        ThreadFactory factory = new DefaultThreadFactory("gc-worker", true);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            CompletableFuture<Worker<?>> made = new CompletableFuture<>();
            long workerSeed = seed * 31 + i;
            Thread thread = factory.newThread(() -> work(memory, live, workerSeed, made));
            threads.add(thread);
            thread.start();
            workers.add(made.join());
        }
        return threads;
    }

    private void work(ArmMemory memory, LiveSet live, long workerSeed, CompletableFuture<Worker<?>> made) {
        try {
            Worker<?> worker = new Worker<>(memory.newOwnership(), live, workerSeed, load.ratePerSecond / WORKERS);
            made.complete(worker);
            worker.run();
        } catch (Throwable t) {
            died.compareAndSet(null, t); // the main thread finds it and ends the run
            made.completeExceptionally(t);
        }
    }

    /** Watches native memory until the time is over or the collectors have run often enough. */
    private void sample(ArmMemory memory, long nanos, int collections) {
        final long end = System.nanoTime() + nanos;
        final long enough = collections == 0 ? Long.MAX_VALUE : collections() + collections;
        while (System.nanoTime() < end && collections() < enough) {
            throwIfDied();
            nativeMaxBytes = Math.max(nativeMaxBytes, memory.nativeBytes());
            LockSupport.parkNanos(SAMPLE_NANOS);
        }
    }

    private long collections() {
        long count = 0;
        for (int i = 0; i < collectors.size(); i++) {
            count += Math.max(0, collectors.get(i).getCollectionCount());
        }
        return count;
    }

    private long total(ToLongFunction<Worker<?>> counter) {
        return workers.stream().mapToLong(counter).sum();
    }

    private void throwIfDied() {
        Throwable cause = died.get();
        if (cause != null) {
            throw new IllegalStateException("worker: " + cause, cause);
        }
    }

    private record Window(
            double startSeconds,
            double endSeconds,
            long messages,
            long failed,
            double cpuMillis,
            Noise.Window noise,
            ProcessStatus status) {}
}
