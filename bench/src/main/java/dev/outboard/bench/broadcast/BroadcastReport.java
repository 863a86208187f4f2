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
 * @param notes what was not run as planned
 */
public record BroadcastReport(
        BroadcastPlan plan,
        String jdk,
        List<String> serverFlags,
        List<String> loadFlags,
        String transport,
        List<BroadcastRun> runs,
        List<String> notes) {

    public BroadcastReport {
        serverFlags = List.copyOf(serverFlags);
        loadFlags = List.copyOf(loadFlags);
        runs = List.copyOf(runs);
        notes = List.copyOf(notes);
    }

    /** Whether every run is sound. */
    public boolean valid() {
        return runs.stream().allMatch(BroadcastRun::valid);
    }

    /** Pairs that ran; fewer than planned where time ran short. */
    public int pairs() {
        return (int) runs.stream()
                .filter(run -> run.cell() == BroadcastCell.CLOSED)
                .mapToInt(BroadcastRun::pair)
                .distinct()
                .count();
    }

    /** The sound runs of an arm in a cell, in order of their pairs. */
    public List<BroadcastRun> runs(BroadcastArm arm, BroadcastCell cell) {
        return runs.stream()
                .filter(run -> run.arm() == arm && run.cell() == cell && run.valid())
                .toList();
    }
}
