package dev.outboard.bench.gc;

import dev.outboard.bench.gc.GcChange.Metric;
import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import dev.outboard.bench.suite.PartResult;
import dev.outboard.bench.suite.SuitePart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** GC pauses as a part of the suite. One thread. */
public final class GcPart implements SuitePart {
    /** What the short profile may take. */
    private static final int SHORT_SECONDS = 175;

    private static final int SHORT_ROUNDS = 7;

    private static final Set<Metric> DECISIVE = EnumSet.of(Metric.PAUSE_P99, Metric.MESSAGES_PER_SECOND);

    /** What scatters little from round to round. */
    private static final Set<Metric> STABLE =
            EnumSet.of(Metric.PAUSE_P50, Metric.GC_CPU_PER_MESSAGE, Metric.CPU_PER_MESSAGE, Metric.MESSAGES_PER_SECOND);

    private final GcPlan plan;
    private final Predicate<GcChange> quoted;

    /** @param quoted the changes that the suite quotes as ratios */
    GcPart(GcPlan plan, Predicate<GcChange> quoted) {
        this.plan = plan;
        this.quoted = quoted;
    }

    /**
     * Closed load in interleaved rounds and one limited run each, with the five arms that the check stands on: about three and a
     * half minutes. It quotes what is stable, and the check's P99.
     */
    public static GcPart shortProfile() {
        GcPlan demo =
                GcPlan.demo().withPairs(SHORT_ROUNDS).only(cell -> !cell.id().equals(GcCell.OPEN));
        return new GcPart(demo.within(SHORT_SECONDS), GcPart::isStable);
    }

    /** All arms, and from there one condition varied at a time. */
    public static GcPart full() {
        return new GcPart(GcStar.plan(), GcPart::isDecisive);
    }

    /** What a decision is made from, in every closed cell; the report's own tables have everything. */
    private static boolean isDecisive(GcChange change) {
        return DECISIVE.contains(change.metric())
                && (change.cell().startsWith(GcCell.CLOSED) || GcCheck.FROM.contains(change.from()))
                && (change.from().isLegacy() || change.from() == GcArm.UNSAFE_POOLED);
    }

    private static boolean isStable(GcChange change) {
        return change.cell().equals(GcCell.CLOSED)
                && (STABLE.contains(change.metric()) || change.metric() == Metric.PAUSE_P99 && GcCheck.asksFor(change));
    }

    @Override
    public String id() {
        return "gc";
    }

    @Override
    public Duration estimate() {
        long seconds = new TimeBudget(plan).leftSeconds();
        return Duration.ofSeconds(plan.budgetSeconds() == 0 ? seconds : Math.min(seconds, plan.budgetSeconds()));
    }

    @Override
    public PartResult run(Path work, Journal journal, Progress progress) throws IOException, InterruptedException {
        GcReport report = GcBench.run(plan, journal, progress);
        List<Ratio> ratios =
                report.changes().stream().filter(quoted).map(GcChange::ratio).toList();
        return new PartResult(
                id(),
                GcClaims.of(report),
                ratios,
                GcSection.of(report),
                report.noisyRuns(),
                report.runs().size(),
                report);
    }
}
