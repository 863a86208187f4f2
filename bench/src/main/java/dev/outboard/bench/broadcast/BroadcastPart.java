package dev.outboard.bench.broadcast;

import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import dev.outboard.bench.suite.PartResult;
import dev.outboard.bench.suite.SuitePart;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Part B of a suite: the migration of a broadcast server, each run one entry of the journal. One thread. */
public final class BroadcastPart implements SuitePart {
    private final MigrationPlan plan;
    private final String program;

    private BroadcastPart(MigrationPlan plan, String program) {
        this.plan = plan;
        this.program = program;
    }

    /** The two figures of the article in a few rounds; about three minutes. */
    public static BroadcastPart shortProfile() {
        return new BroadcastPart(MigrationPlan.shortProfile(), BroadcastBench.PROGRAM);
    }

    /** Every change, other groups and messages, longer windows; about an hour. */
    public static BroadcastPart full() {
        return new BroadcastPart(MigrationPlan.full(), BroadcastBench.PROGRAM);
    }

    /** Another plan, and a program that stands in for server and load. */
    static BroadcastPart of(MigrationPlan plan, String program) {
        return new BroadcastPart(plan, program);
    }

    @Override
    public String id() {
        return "broadcast";
    }

    @Override
    public Duration estimate() {
        return Duration.ofSeconds(plan.estimatedSeconds());
    }

    @Override
    public PartResult run(Path work, Journal journal, Progress progress) throws IOException, InterruptedException {
        final MigrationReport report = CompareBench.run(plan, work, program, journal, progress);
        return new PartResult(
                id(),
                MigrationSection.claims(report),
                compared(report),
                MigrationSection.of(report),
                report.disturbed(),
                report.runs().size(),
                report);
    }

    /**
     * Of all ratios those that another run is compared by: what the article claims, goodput at capacity and memory where some do not
     * read, and what a delivery costs. Fixed before anything ran; the section has every one.
     */
    private static List<Ratio> compared(MigrationReport report) {
        return report.ratios().stream()
                .filter(ratio -> ratio.key().startsWith("broadcast/closed")
                        ? !ratio.key().contains("/" + MigrationFigure.RESIDENT.id() + "/")
                        : ratio.key().contains("/" + MigrationFigure.RESIDENT.id() + "/"))
                .toList();
    }
}
