package dev.outboard.bench.cleanup;

import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import dev.outboard.bench.suite.PartResult;
import dev.outboard.bench.suite.SuitePart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** What it costs to give things back, as a part of a suite; each JVM is an entry of the journal. One thread. */
public final class CleanupPart implements SuitePart {
    private final CleanupPlan plan;

    CleanupPart(CleanupPlan plan) {
        this.plan = plan;
    }

    /** About a minute. */
    public static CleanupPart shortProfile() {
        return new CleanupPart(CleanupPlan.shortProfile());
    }

    /** About four minutes. */
    public static CleanupPart full() {
        return new CleanupPart(CleanupPlan.standard());
    }

    @Override
    public String id() {
        return "cleanup";
    }

    @Override
    public Duration estimate() {
        return Duration.ofSeconds(plan.estimatedSeconds());
    }

    @Override
    public PartResult run(Path work, Journal journal, Progress progress) throws IOException, InterruptedException {
        final CleanupReport report = CleanupBench.run(plan, work, journal, progress);
        return new PartResult(
                id(),
                CleanupSection.claims(report),
                report.ratios(),
                CleanupSection.of(report),
                (int) report.runs().stream().filter(CleanupRun::noisy).count(),
                report.runs().size(),
                report);
    }
}
