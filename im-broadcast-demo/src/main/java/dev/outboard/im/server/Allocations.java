package dev.outboard.im.server;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What this process's threads have allocated on the heap, virtual ones included. Any thread. */
final class Allocations {
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final @Nullable Method TOTAL = total();

    private Allocations() {}

    /** Bytes since the start; before JDK 21 without those of threads that have ended. */
    static long bytes() {
        if (TOTAL == null) {
            return ofLiveThreads();
        }
        try {
            return (long) TOTAL.invoke(THREADS);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("allocated bytes: " + e + " (expected: a number)", e);
        }
    }

    /** A thread that ends while this looks counts as -1. */
    private static long ofLiveThreads() {
        return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    private static @Nullable Method total() {
        try {
            return ThreadMXBean.class.getMethod("getTotalThreadAllocatedBytes");
        } catch (NoSuchMethodException e) {
            return null; // comes with JDK 21
        }
    }
}
