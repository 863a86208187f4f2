package dev.outboard.bench.gc;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a run's JVM says of its own flags: an arm with another heap than the others of its cell would be compared for that.
 *
 * @param collectors HotSpot's options of the collectors that are on; one
 * @param heapBytes the greatest heap
 * @param leastHeapBytes the heap at the start
 * @param youngBytes the greatest young generation
 * @param directBytes the bound on direct memory
 * @param concurrentExplicit whether {@code System.gc()} collects concurrently
 */
record VmFacts(
        String collectors,
        long heapBytes,
        long leastHeapBytes,
        long youngBytes,
        long directBytes,
        boolean concurrentExplicit) {

    private static final HotSpotDiagnosticMXBean VM =
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    private static final long MIB = 1 << 20;

    /** This JVM's. */
    static VmFacts read() {
        String collectors = Arrays.stream(GcCollector.values())
                .map(GcCollector::option)
                .distinct()
                .filter(VmFacts::isOn)
                .collect(Collectors.joining(" "));
        return new VmFacts(
                collectors,
                bytes("MaxHeapSize"),
                bytes("InitialHeapSize"),
                bytes("MaxNewSize"),
                bytes("MaxDirectMemorySize"),
                isOn("ExplicitGCInvokesConcurrent"));
    }

    /** The first thing that is not as these conditions have it, in one line; empty where all is. */
    Optional<String> differenceFrom(GcConditions conditions) {
        GcCollector collector = conditions.collector();
        if (!collectors.equals(collector.option())) {
            return Optional.of("collector: " + collectors + " (expected: " + collector.option() + ", as the cell's)");
        }
        if (conditions.concurrentExplicit() != concurrentExplicit) {
            return Optional.of("ExplicitGCInvokesConcurrent: " + concurrentExplicit + " (expected: "
                    + conditions.concurrentExplicit() + ", as the cell's)");
        }
        return difference("heap", heapBytes, GcPlan.HEAP_MIB)
                .or(() -> difference("heap at the start", leastHeapBytes, GcPlan.HEAP_MIB))
                .or(() -> collector.isYoungFixed()
                        ? difference("young generation", youngBytes, GcPlan.YOUNG_MIB)
                        : Optional.empty())
                .or(() -> difference("direct memory", directBytes, conditions.directMib()));
    }

    private static Optional<String> difference(String name, long bytes, int expectedMib) {
        return bytes == expectedMib * MIB
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%s: %.1f MiB (expected: %d MiB, as the cell's)",
                        name,
                        bytes / (double) MIB,
                        expectedMib));
    }

    private static boolean isOn(String option) {
        return Boolean.parseBoolean(VM.getVMOption(option).getValue());
    }

    private static long bytes(String option) {
        return Long.parseLong(VM.getVMOption(option).getValue());
    }
}
