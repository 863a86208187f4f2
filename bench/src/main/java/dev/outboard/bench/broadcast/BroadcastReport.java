package dev.outboard.bench.broadcast;

import java.util.List;

/**
 * What {@link BroadcastBench} measured.
 *
 * @param jdk version of the JVMs that ran
 * @param serverFlags all JVM flags of the servers, the same for both arms
 * @param loadFlags all JVM flags of the loads
 * @param transport socket transport of the servers, as they say it
 * @param runs every run, in the order in which they ran
 */
public record BroadcastReport(
        BroadcastPlan plan,
        String jdk,
        List<String> serverFlags,
        List<String> loadFlags,
        String transport,
        List<BroadcastRun> runs) {

    public BroadcastReport {
        serverFlags = List.copyOf(serverFlags);
        loadFlags = List.copyOf(loadFlags);
        runs = List.copyOf(runs);
    }

    /** Whether every run is sound. */
    public boolean valid() {
        return runs.stream().allMatch(BroadcastRun::valid);
    }

    /** The sound runs of an arm in a cell, in order of their pairs. */
    public List<BroadcastRun> runs(BroadcastArm arm, BroadcastCell cell) {
        return runs.stream()
                .filter(run -> run.arm() == arm && run.cell() == cell && run.valid())
                .toList();
    }
}
