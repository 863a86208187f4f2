package dev.outboard.bench.gc;

import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import dev.outboard.bench.suite.PartResult;
import dev.outboard.bench.suite.SuitePart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** GC pauses as a part of the suite. One thread. */
public final class GcPart implements SuitePart {
    /** What the short profile may take. */
    private static final int SHORT_SECONDS = 210;

    private final GcPlan plan;

    GcPart(GcPlan plan) {
        this.plan = plan;
    }

    /** Closed load, the five arms that the check stands on, six interleaved rounds: about three and a half minutes. */
    public static GcPart shortProfile() {
        return new GcPart(GcPlan.quick().within(SHORT_SECONDS));
    }

    /** All arms, and from there one condition varied at a time. */
    public static GcPart full() {
        return new GcPart(GcStar.plan());
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
        List<Ratio> ratios = report.ratios();
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
