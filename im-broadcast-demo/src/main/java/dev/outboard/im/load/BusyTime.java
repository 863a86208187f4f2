package dev.outboard.im.load;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/** How much of a window the load's own event loops have worked: near 1 the load measures itself. */
final class BusyTime {
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Deliveries deliveries;
    private final Map<Thread, Long> cpuAtStart = new HashMap<>();

    BusyTime(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    /** The window starts. */
    void start() {
        deliveries.tallies().forEach(tally -> cpuAtStart.put(tally.eventLoop(), cpu(tally.eventLoop())));
    }

    /** The window has ended: the part of it that its busiest event loop was on a processor, 0 to 1. */
    double share(Window window) {
        long most = 0;
        for (Tally tally : deliveries.tallies()) {
            long before = cpuAtStart.getOrDefault(tally.eventLoop(), 0L);
            most = Math.max(most, cpu(tally.eventLoop()) - before);
        }
        return Math.min(1, most / 1e9 / window.seconds());
    }

    @SuppressWarnings("deprecation") // threadId() begins with 19.
    private long cpu(Thread thread) {
        return Math.max(0, threads.getThreadCpuTime(thread.getId()));
    }
}
