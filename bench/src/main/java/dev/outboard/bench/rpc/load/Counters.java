package dev.outboard.bench.rpc.load;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this JVM has used since it started. Reading them allocates, on the thread that reads; {@link #read} leaves that
 * thread out. Threads that ended are not counted any more, so a window must not see many end.
 *
 * @param allocatedBytes on the heap, by the JVM's exact counters, of all threads but the reader's
 * @param cpuNanos of the process, user and system
 * @param pauses collections that stopped the application
 * @param pauseMillis how long they did
 */
record Counters(long allocatedBytes, long cpuNanos, long pauses, long pauseMillis) {
    static Counters read() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long reader = Thread.currentThread().getId();
        long allocated = 0;
        long[] ids = threads.getAllThreadIds();
        long[] bytes = threads.getThreadAllocatedBytes(ids);
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] != reader && bytes[i] > 0) {
                allocated += bytes[i];
            }
        }
        long pauses = 0;
        long millis = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            pauses += Math.max(0, collector.getCollectionCount());
            millis += Math.max(0, collector.getCollectionTime());
        }
        long cpu = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
        return new Counters(allocated, cpu, pauses, millis);
    }

    Counters since(Counters before) {
        return new Counters(
                allocatedBytes - before.allocatedBytes,
                cpuNanos - before.cpuNanos,
                pauses - before.pauses,
                pauseMillis - before.pauseMillis);
    }

    /** One line. */
    String text() {
        return allocatedBytes + " " + cpuNanos + " " + pauses + " " + pauseMillis;
    }

    static Counters of(String text) {
        String[] parts = text.split(" ");
        return new Counters(
                Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }
}
