package dev.outboard.bench.epsilon;

import dev.outboard.bench.report.Section;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import dev.outboard.bench.suite.PartResult;
import dev.outboard.bench.suite.SuitePart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Calls without a collector, as a part of a suite. Bytes are counted exactly, so that no noise of the machine can disturb them,
 * and there is no ratio: what is above the bar is a failure. One thread.
 */
public final class EpsilonPart implements SuitePart {
    private static final long FULL_CALLS = 20_000_000;

    private final EpsilonPlan plan;
    private final Duration estimate;

    private EpsilonPart(EpsilonPlan plan, Duration estimate) {
        this.plan = plan;
        this.estimate = estimate;
    }

    /** Two million calls of each codec. */
    public static EpsilonPart shortProfile() {
        return new EpsilonPart(EpsilonPlan.brief(), Duration.ofSeconds(14));
    }

    /** Twenty million calls of each codec. */
    public static EpsilonPart full() {
        return new EpsilonPart(EpsilonPlan.of(FULL_CALLS, "both"), Duration.ofMinutes(5));
    }

    /** Everything once at a tiny scale. */
    public static EpsilonPart smoke() {
        return new EpsilonPart(new EpsilonPlan(1000, List.of("safe"), 1000, 0, false), Duration.ofSeconds(5));
    }

    @Override
    public String id() {
        return "epsilon";
    }

    @Override
    public Duration estimate() {
        return estimate;
    }

    @Override
    public PartResult run(Path work, Journal journal, Progress progress) throws IOException, InterruptedException {
        EpsilonReport report = EpsilonBench.run(plan, work, journal, progress);
        return new PartResult(
                id(), List.of(), List.of(), judged(report), 0, report.runs().size(), report);
    }

    /** In a suite a missed bar fails the run: it is a promise, and not a figure. */
    static Section judged(EpsilonReport report) {
        Section section = report.section();
        List<String> failures = new ArrayList<>(section.failures());
        if (report.sound()) {
            report.missed()
                    .forEach(run -> failures.add(run.codec() + ", " + run.execution() + ", " + run.cell()
                            + ": heap per call above the bar (expected: at most " + EpsilonReport.BAR
                            + " B on each side)"));
        }
        return new Section(
                section.id(),
                section.title(),
                section.question(),
                failures,
                section.tables(),
                section.charts(),
                section.findings(),
                section.notes());
    }
}
