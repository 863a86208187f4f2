package dev.outboard.bench.gc;

import dev.outboard.bench.run.Settings;
import java.util.ArrayList;
import java.util.List;

/** JVM flags of the arms: within a cell the same for every one of them, whether it needs them or not. */
final class GcFlags {
    private static final String MEMORY_ACCESS = "--sun-misc-unsafe-memory-access";
    private static final int FIRST_WITH_MEMORY_ACCESS = 23;

    private GcFlags() {}

    /** The flags of a cell's runs. */
    static List<String> of(GcConditions conditions) {
        List<String> flags = new ArrayList<>();
        for (String inherited : Settings.jvmFlags()) {
            if (!inherited.startsWith(MEMORY_ACCESS)) {
                flags.add(inherited);
            }
        }
        if (conditions.jdk() >= FIRST_WITH_MEMORY_ACCESS) {
            flags.add(MEMORY_ACCESS + "=allow"); // what the legacy arms need
        }
        flags.add("-Dio.netty.noUnsafe=true"); // or Netty would take the permission for itself in our arms
        flags.add("-Xms" + GcPlan.HEAP_MIB + "m");
        flags.add("-Xmx" + GcPlan.HEAP_MIB + "m");
        flags.add("-XX:+AlwaysPreTouch");
        flags.addAll(conditions.collector().flags());
        flags.add("-XX:MaxDirectMemorySize=" + conditions.directMib() + "m");
        // Where Netty takes memory by other ways than direct buffers, the JVM's bound does not see it.
        flags.add("-Dio.netty.maxDirectMemory=" + ((long) conditions.directMib() << 20));
        if (conditions.concurrentExplicit()) {
            flags.add("-XX:+ExplicitGCInvokesConcurrent");
        }
        return List.copyOf(flags);
    }
}
