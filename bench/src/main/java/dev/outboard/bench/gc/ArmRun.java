package dev.outboard.bench.gc;

import com.sun.management.OperatingSystemMXBean;
import dev.outboard.bench.run.Noise;
import dev.outboard.bench.run.ProcessStatus;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** One arm under load in this JVM: live set, warm-up, window, shutdown. Single-threaded but for its traffic. */
final class ArmRun {
    private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int MIB = 1 << 20;

    private final GcArm arm;
    private final Load load;
    private final int liveMib;
    private final int budgetMib;
    private final long seed;
    private final GcPlant plant;
    private final RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    /** ZGC's cycles are counted beside the pauses in them. */
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans().stream()
            .filter(bean -> !bean.getName().endsWith("Cycles"))
            .toList();

    private final BufferPoolMXBean direct = ArmMemory.directPool();
    private long nativeMaxBytes;
    private long directMaxBuffers;
    private long directMaxBytes;

    ArmRun(GcArm arm, Load load, int liveMib, int budgetMib, long seed, GcPlant plant) {
        this.arm = arm;
        this.load = load;
        this.liveMib = liveMib;
        this.budgetMib = budgetMib;
        this.seed = seed;
        this.plant = plant;
    }

    /**
     * What the arm is put under.
     *
     * @param ratePerSecond messages per second over all workers; 0 runs flat out
     * @param minPauses collections after which the window ends; 0 leaves that to the time
     * @param seconds length of the window, at most
     * @param warmupSeconds load before the window
     * @param changesPercent of the messages that write to the live set
     */
    record Load(
            GcScenario scenario,
            int ratePerSecond,
            int minPauses,
            int seconds,
            int warmupSeconds,
            int changesPercent) {}

    ArmResult execute() throws InterruptedException {
        LiveSet live = new LiveSet(liveMib);
        // Twice: what the first one leaves in survivors the second one puts beside the rest of the live set.
        System.gc();
        System.gc();
        try (ArmMemory memory = ArmMemory.open(arm, (long) budgetMib * MIB)) {
            Traffic traffic = load.scenario == GcScenario.RPC
                    ? RpcTraffic.start(arm, memory, live, load.changesPercent, seed, plant)
                    : new Workers(memory, live, load, seed, plant);
            sample(traffic, memory, TimeUnit.SECONDS.toNanos(load.warmupSeconds), 0);
            Window window = measure(traffic, memory);
            traffic.stop();
            if (live.rememberedOperations() == 0) {
                throw new IllegalStateException("sessions changed: 0 (expected: 1 per 100 messages)");
            }
            return result(traffic, window, memory.ownedBytes());
        }
    }

    private Window measure(Traffic traffic, ArmMemory memory) {
        nativeMaxBytes = 0;
        directMaxBuffers = 0;
        directMaxBytes = 0;
        final CollectorThreads threads = CollectorThreads.now();
        final Noise noise = Noise.start();
        final long messages = total(traffic, InFlight::messages);
        final long failed = total(traffic, InFlight::failed);
        final long cpuNanos = system.getProcessCpuTime();
        final double startSeconds = runtime.getUptime() / 1e3;
        traffic.openWindow();
        sample(traffic, memory, TimeUnit.SECONDS.toNanos(load.seconds), load.minPauses);
        traffic.closeWindow();
        final double endSeconds = runtime.getUptime() / 1e3;
        final long failedInWindow = total(traffic, InFlight::failed) - failed;
        return new Window(
                startSeconds,
                endSeconds,
                total(traffic, InFlight::messages) - messages - failedInWindow,
                failedInWindow,
                (system.getProcessCpuTime() - cpuNanos) / NANOS_PER_MILLI,
                CollectorThreads.now().since(threads),
                noise.window(),
                ProcessStatus.of(ProcessHandle.current().pid()).orElse(new ProcessStatus(-1, -1, 0)));
    }

    private ArmResult result(Traffic traffic, Window window, long ownedBytes) {
        return new ArmResult(
                Runtime.version().toString(),
                VmFacts.read(),
                window.startSeconds,
                window.endSeconds,
                window.messages,
                window.failed,
                total(traffic, InFlight::mismatched),
                total(traffic, InFlight::lost) + traffic.lostElsewhere(),
                ownedBytes,
                traffic.idleLateMillis(),
                window.cpuMillis,
                window.threads,
                window.noise.foreignCores() + window.noise.stolenCores(),
                new GcRun.Memory(
                        nativeMaxBytes,
                        directMaxBuffers,
                        directMaxBytes,
                        window.status.residentBytes(),
                        window.status.residentMaxBytes()),
                latency(traffic));
    }

    private GcRun.@Nullable Latency latency(Traffic traffic) {
        if (load.ratePerSecond == 0) {
            return null;
        }
        Histogram all = new Histogram(3);
        all.setAutoResize(true);
        traffic.addLatencyTo(all);
        return new GcRun.Latency(
                load.ratePerSecond,
                all.getValueAtPercentile(50) / NANOS_PER_MILLI,
                all.getValueAtPercentile(99) / NANOS_PER_MILLI,
                all.getValueAtPercentile(99.9) / NANOS_PER_MILLI,
                all.getMaxValue() / NANOS_PER_MILLI);
    }

    /** Watches native memory until the time is over or the collectors have run often enough. */
    private void sample(Traffic traffic, ArmMemory memory, long nanos, int collections) {
        final long end = System.nanoTime() + nanos;
        final long enough = collections == 0 ? Long.MAX_VALUE : collections() + collections;
        while (System.nanoTime() < end && collections() < enough) {
            traffic.throwIfDied();
            nativeMaxBytes = Math.max(nativeMaxBytes, memory.nativeBytes() + traffic.nativeBytes());
            directMaxBuffers = Math.max(directMaxBuffers, direct.getCount());
            directMaxBytes = Math.max(directMaxBytes, direct.getMemoryUsed());
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

    private static long total(Traffic traffic, ToLongFunction<InFlight<?>> counter) {
        return traffic.inFlight().stream().mapToLong(counter).sum();
    }

    private record Window(
            double startSeconds,
            double endSeconds,
            long messages,
            long failed,
            double cpuMillis,
            CollectorThreads threads,
            Noise.Window noise,
            ProcessStatus status) {}
}
