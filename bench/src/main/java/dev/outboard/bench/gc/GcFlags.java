package dev.outboard.bench.gc;

import dev.outboard.bench.run.Settings;
import java.util.ArrayList;
import java.util.List;

/** JVM flags of the arms: within a cell the same for every one of them, whether it needs them or not. */
final class GcFlags {
    private static final String MEMORY_ACCESS = "--sun-misc-unsafe-memory-access";
    private static final int FIRST_WITH_MEMORY_ACCESS = 23;

    private GcFlags() {}

    /** The flags under which {@code directMib} of direct memory may be used at most. */
    static List<String> of(int directMib) {
        List<String> flags = new ArrayList<>();
        for (String inherited : Settings.jvmFlags()) {
            if (!inherited.startsWith(MEMORY_ACCESS)) {
                flags.add(inherited);
            }
        }
        if (Runtime.version().feature() >= FIRST_WITH_MEMORY_ACCESS) {
            flags.add(MEMORY_ACCESS + "=allow"); // what the legacy arms need
        }
        flags.add("-Dio.netty.noUnsafe=true"); // or Netty would take the permission for itself in our arms
        flags.add("-Xms" + GcPlan.HEAP_MIB + "m");
        flags.add("-Xmx" + GcPlan.HEAP_MIB + "m");
        flags.add("-Xmn" + GcPlan.YOUNG_MIB + "m");
        flags.add("-XX:+AlwaysPreTouch");
        flags.add("-XX:+UseG1GC");
        flags.add("-XX:MaxDirectMemorySize=" + directMib + "m");
        return List.copyOf(flags);
    }
}
