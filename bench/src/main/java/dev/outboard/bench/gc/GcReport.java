package dev.outboard.bench.gc;

import dev.outboard.bench.report.Ratio;
import java.util.List;
import java.util.Optional;

/**
 * What {@link GcBench} measured.
 *
 * @param plan with the arms that could run
 * @param jdk version of the JVMs that ran, as they say it
 * @param jvmFlags flags of the first cell, the same for all arms
 * @param runs every run, in the order in which they ran
 * @param summaries one per cell and arm
 * @param changes from each other arm to {@link GcArm#SAFE_POOLED}, and from each legacy arm to
 *     {@link GcArm#DIRECT_PER_MESSAGE}, over the pairs of each cell
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
    public List<GcSummary> summaries(String cell) {
        return summaries.stream().filter(s -> s.cell().equals(cell)).toList();
    }

    /** Every ratio with its interval. */
    public List<Ratio> ratios() {
        return changes.stream().map(GcChange::ratio).toList();
    }

    /** Runs in which others used more of the machine than the drop rule allows, and that count nevertheless. */
    public int noisyRuns() {
        return (int) runs.stream().filter(GcRun::noisy).count();
    }

    /** The changes of a cell to an arm, in the arms' order. */
    List<GcChange> changes(String cell, GcArm to) {
        return changes.stream()
                .filter(change -> change.cell().equals(cell) && change.to() == to)
                .toList();
    }

    /** One of them. */
    Optional<GcChange> change(String cell, GcArm from, GcArm to, GcChange.Metric metric) {
        return changes(cell, to).stream()
                .filter(change -> change.from() == from && change.metric() == metric)
                .findFirst();
    }
}
