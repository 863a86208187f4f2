package dev.outboard.bench.soak;

import dev.outboard.bench.run.ProcessStatus;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;

/**
 * What the JVM of a long run holds at one moment.
 *
 * @param second of the measured part
 * @param ledgerBytes used on both ends; a sum over threads that go on meanwhile, so that a sampler which is held up in the middle
 *     sees another number
 * @param residentBytes resident set; -1 where the system does not say
 * @param threads of the JVM
 * @param heapBytes on the heap behind a collection; -1 where this sample had none
 */
record SoakSample(double second, long ledgerBytes, long residentBytes, int threads, long heapBytes) {

    /** Now; {@code collect} as well. */
    static SoakSample now(double second, long ledgerBytes, boolean collect) {
        return new SoakSample(
                second,
                ledgerBytes,
                ProcessStatus.of(ProcessHandle.current().pid())
                        .map(ProcessStatus::residentBytes)
                        .orElse(-1L),
                ManagementFactory.getThreadMXBean().getThreadCount(),
                collect ? collected() : -1);
    }

    /** What the collection itself left, and not what was allocated since. */
    private static long collected() {
        System.gc();
        long bytes = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            final MemoryUsage usage = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            bytes += usage == null ? 0 : usage.getUsed();
        }
        return bytes;
    }
}
