package dev.outboard.testing;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells the threads that tests started from those that the JVM, JUnit and Netty keep for the whole process. */
final class TestThreads {
    /** Name prefixes of threads which live as long as the JVM, or end by themselves some time after their last task. */
    private static final List<String> PROCESS_WIDE = List.of(
            "ForkJoinPool.commonPool-worker-",
            "CompletableFutureDelayScheduler",
            "BC Entropy Daemon",
            "globalEventExecutor-",
            "JFR ",
            "junit-",
            "surefire-");

    private TestThreads() {}

    static Set<Thread> live() {
        return new HashSet<>(Thread.getAllStackTraces().keySet());
    }

    /** Threads of the main thread group that were not there before and have not ended. */
    static List<Thread> startedSince(Set<Thread> before) {
        return live().stream()
                .filter(thread -> !before.contains(thread) && thread.isAlive() && !isProcessWide(thread))
                .toList();
    }

    /** The innermost frame of a thread's stack, or its state. */
    static String place(Thread thread) {
        StackTraceElement[] stack = thread.getStackTrace();
        return stack.length == 0 ? thread.getState().toString() : stack[0].toString();
    }

    private static boolean isProcessWide(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        // The JVM's own threads are in the root group or in one for threads without privileges beside "main".
        if (group == null || group.getParent() == null || group.getName().equals("InnocuousThreadGroup")) {
            return true;
        }
        // Carriers of virtual threads, JDK 21 and up, and the timer of their pool, JDK 25 and up.
        if (thread.getClass().getSimpleName().equals("CarrierThread")
                || thread.getName().endsWith("-delayScheduler")) {
            return true;
        }
        return PROCESS_WIDE.stream().anyMatch(thread.getName()::startsWith);
    }
}
