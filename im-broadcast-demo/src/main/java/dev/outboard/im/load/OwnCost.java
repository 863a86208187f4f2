package dev.outboard.im.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a load costs its own process in a window, and whether that makes it the bottleneck: then the figures are rather its
 * own than the server's. Used by one thread.
 */
final class OwnCost {
    /** One whose event loop, or process, works more than this part of the time measures itself. */
    private static final double SATURATED = 0.9;
    /** So does one that sends this much too late. */
    private static final double LATE_MILLIS = 20;
    /** So does one that stands still for this part of the time to collect its own garbage. */
    private static final double COLLECTING = 0.05;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final int threads;
    private long startNanos;
    private long cpuAtStart;
    private long collectingAtStart;

    /**
     * @param threads that the load may keep busy: its event loops, and the one that sends
     */
    OwnCost(int threads) {
        this.threads = threads;
    }

    /** The window starts. */
    void start() {
        startNanos = System.nanoTime();
        cpuAtStart = system.getProcessCpuTime();
        collectingAtStart = collectingMillis();
    }

    /**
     * The window has ended.
     *
     * @param busiest the part of the window that the busiest event loop was on a processor, 0 to 1
     * @param lagMillis by how much the 99th percentile of messages was sent too late
     */
    LoadReport.Generator end(double busiest, double lagMillis) {
        double nanos = Math.max(1, System.nanoTime() - startNanos);
        double cpus = (system.getProcessCpuTime() - cpuAtStart) / nanos;
        double collecting = (collectingMillis() - collectingAtStart) * 1e6 / nanos;
        return judge(busiest, lagMillis, cpus, Math.min(threads, system.getAvailableProcessors()), collecting);
    }

    /**
     * @param cpus processors that the process kept busy
     * @param share as many as it could have
     */
    static LoadReport.Generator judge(double busiest, double lagMillis, double cpus, int share, double collecting) {
        List<String> why = new ArrayList<>();
        check(why, busiest > SATURATED, "its busiest event loop worked %.0f %% of the time", 100 * busiest);
        check(why, lagMillis > LATE_MILLIS, "it sent %.1f ms too late (99th percentile)", lagMillis);
        check(why, cpus > SATURATED * share, "its process took %.2f processors", cpus);
        check(why, collecting > COLLECTING, "it collected garbage for %.0f %% of the time", 100 * collecting);
        return new LoadReport.Generator(busiest, lagMillis, !why.isEmpty(), cpus, share, collecting, why);
    }

    private static void check(List<String> why, boolean holds, String format, double value) {
        if (holds) {
            why.add(String.format(Locale.ROOT, format, value));
        }
    }

    private static long collectingMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }
}
