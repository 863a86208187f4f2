package dev.outboard.bench.gc;

import java.util.List;

/**
 * What {@link GcBench} measured.
 *
 * @param jdk version of the JVMs that ran, as they say it
 * @param jvmFlags flags of the closed and the open cell, the same for all arms
 * @param runs every run, in the order in which they ran
 * @param summaries one per cell and arm
 * @param changes from each other arm to {@link GcArm#SAFE_POOLED}, over the closed cell's pairs
 * @param cause one sentence, made from these runs, that says where the difference comes from
 * @param notes what a reader has to know before believing a figure: noise, too few pauses, runs that failed
 */
public record GcReport(
        GcPlan plan,
        String jdk,
        List<String> jvmFlags,
        List<GcRun> runs,
        List<GcSummary> summaries,
        List<GcChange> changes,
        String cause,
        List<String> notes) {

    /** Whether every run that this report stands on is valid. */
    public boolean valid() {
        return runs.stream().allMatch(GcRun::valid);
    }

    /** The arms' summaries of one cell, in the plan's order. */
    public List<GcSummary> summaries(GcCell cell) {
        return summaries.stream().filter(s -> s.cell() == cell).toList();
    }
}
