package dev.outboard.bench.gc;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A collector, and whether it may choose the size of its young generation. */
public enum GcCollector {
    /** G1 with a young generation of {@link GcPlan#YOUNG_MIB}. */
    G1("g1", "UseG1GC", true),
    /** G1 as it comes: it makes its young generation as large as its pause goal lets it. */
    G1_FREE_YOUNG("g1-free-young", "UseG1GC", false),
    /** Parallel with the fixed young generation. */
    PARALLEL("parallel", "UseParallelGC", true),
    /** Serial with the fixed young generation. */
    SERIAL("serial", "UseSerialGC", true),
    /** ZGC, generational where the JDK has no other. It knows no fixed young generation. */
    ZGC("zgc", "UseZGC", false);

    private final String id;
    private final String option;
    private final boolean youngFixed;

    GcCollector(String id, String option, boolean youngFixed) {
        this.id = id;
        this.option = option;
        this.youngFixed = youngFixed;
    }

    /** The name on the command line and in reports. */
    @JsonValue
    public String id() {
        return id;
    }

    /** HotSpot's option that chooses it. */
    String option() {
        return option;
    }

    /** Whether the young generation has a fixed size. */
    boolean isYoungFixed() {
        return youngFixed;
    }

    List<String> flags() {
        List<String> flags = new ArrayList<>();
        flags.add("-XX:+" + option);
        if (youngFixed) {
            flags.add("-Xmn" + GcPlan.YOUNG_MIB + "m");
        }
        return flags;
    }

    /** The collector of that name. */
    static GcCollector of(String id) {
        return Arrays.stream(values())
                .filter(collector -> collector.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("collector: " + id + " (expected: one of "
                        + Arrays.stream(values()).map(GcCollector::id).collect(Collectors.joining(", ")) + ")"));
    }
}
