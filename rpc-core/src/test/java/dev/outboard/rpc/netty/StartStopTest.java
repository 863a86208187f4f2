package dev.outboard.rpc.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers and clients come and go in one JVM, and leave nothing behind. */
final class StartStopTest {
    private static final int CYCLES = 1_000;
    /** After these the JVM has what it keeps: common pools, classes of the first use. */
    private static final int FIRST = 20;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();

    @ParameterizedTest
    @EnumSource(names = {"NIO_SAFE", "EPOLL_UNSAFE"})
    void thousandCycles_leaveThreadsClassesAndLedgerFlat(Variant variant) throws Exception {
        cycles(variant, FIRST);
        int threadsBefore = threads.getThreadCount();
        int classesBefore = classes.getLoadedClassCount();
        cycles(variant, CYCLES - FIRST);
        // Threads of the last cycle may take a moment to go.
        Await.until("threads", () -> threads.getThreadCount() <= threadsBefore);
        assertThat(classes.getLoadedClassCount() - classesBefore)
                .as("classes loaded by %s cycles", CYCLES - FIRST)
                .isLessThan(CYCLES / 10);
    }

    /** {@link Pair} waits until both ledgers are at 0. */
    private static void cycles(Variant variant, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            try (Pair pair =
                    new Pair(variant, server -> server.eventLoops(1).workers(1), client -> client.eventLoops(1))) {
                assertThat(pair.call(Echo.ON_WORKERS, Echo.number(i)).reply()[0])
                        .isEqualTo((byte) i);
            }
        }
    }
}
