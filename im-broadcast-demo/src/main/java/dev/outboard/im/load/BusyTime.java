package dev.outboard.im.load;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How much of a window the load's own event loops have worked: near 1 the load measures itself. */
final class BusyTime {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Supplier<Stream<Thread>> eventLoops;
    private final Map<Thread, Long> cpuAtStart = new HashMap<>();

    /**
     * @param eventLoops those that have been seen so far
     */
    BusyTime(Supplier<Stream<Thread>> eventLoops) {
        this.eventLoops = eventLoops;
    }

    /** The window starts. */
    void start() {
        eventLoops.get().forEach(loop -> cpuAtStart.put(loop, cpu(loop)));
    }

    /** The window has ended: the part of it that its busiest event loop was on a processor, 0 to 1. */
    double share(Window window) {
        long most = eventLoops
                .get()
                .mapToLong(loop -> cpu(loop) - cpuAtStart.getOrDefault(loop, 0L))
                .max()
                .orElse(0);
        return Math.min(1, most / 1e9 / window.seconds());
    }

    @SuppressWarnings("deprecation") // threadId() begins with 19.
    private long cpu(Thread thread) {
        return Math.max(0, threads.getThreadCpuTime(thread.getId()));
    }
}
