package dev.outboard.bench.gc;

import dev.outboard.bench.gc.GcChange.Metric;
import dev.outboard.bench.report.Claim;
import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.report.Table.Cell;
import dev.outboard.bench.run.Noise;
import dev.outboard.bench.run.Stats;
import dev.outboard.bench.run.Stats.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The article's figures for this migration beside ours: Outboard's pooled frames against each legacy arm, and the
 * literal migration against the same arms. No state; any thread.
 */
public final class GcClaims {
    private static final double ARTICLE_P99_PERCENT = -41;
    private static final double MIB = 1 << 20;
    private static final String ARTICLE_REFUSED = "OOM 3.2 a day to 0 a week";
    private static final List<GcArm> CONTENDERS = List.of(GcArm.SAFE_POOLED, GcArm.DIRECT_PER_MESSAGE);
    private static final List<Metric> METRICS =
            List.of(Metric.PAUSE_P99, Metric.GC_CPU_PER_MESSAGE, Metric.MESSAGES_PER_SECOND);

    private GcClaims() {}

    /** Pauses and refused messages, one claim for each contender and legacy arm. */
    public static List<Claim> of(GcReport report) {
        final List<Claim> claims = new ArrayList<>();
        for (GcArm to : contenders(report)) {
            for (GcArm from : legacy(report)) {
                final Spread change = change(report, from, to, Metric.PAUSE_P99);
                final Claim.Verdict verdict =
                        report.valid() ? Claim.Verdict.of(ARTICLE_P99_PERCENT, change) : Claim.Verdict.VOID;
                final Optional<String> cause =
                        verdict.isJudgement() ? Cause.of(report.runs(), from, to) : Optional.empty();
                final String article = Numbers.change(ARTICLE_P99_PERCENT);
                claims.add(new Claim(
                        "pause P99, " + from.id() + " to " + to.id(),
                        article,
                        Numbers.change(change),
                        verdict,
                        isNoisy(report, GcCell.CLOSED),
                        cause.orElseGet(() -> verdict.reason(article, Numbers.change(change)))));
            }
        }
        if (!report.summaries(GcCell.LIMITED).isEmpty()) {
            legacy(report).forEach(from -> claims.add(refused(report, from)));
        }
        return List.copyOf(claims);
    }

    /** The changes in per cent, each beside what the article claims. */
    static Table table(GcReport report) {
        final List<GcArm> from = legacy(report);
        final List<String> columns = new ArrayList<>();
        from.forEach(arm -> columns.add("against " + arm.id()));
        columns.add("article");
        final Table.Builder table = Table.of(
                "Beside the article's claims: the change in per cent, median of the rounds (least to greatest)",
                columns);
        for (GcArm to : contenders(report)) {
            for (Metric metric : METRICS) {
                final List<Cell> cells = new ArrayList<>();
                for (GcArm arm : from) {
                    final Spread change = change(report, arm, to, metric);
                    cells.add(
                            Cell.change(change.median(), metric != Metric.MESSAGES_PER_SECOND, Numbers.change(change)));
                }
                cells.add(Cell.of(metric == Metric.PAUSE_P99 ? Numbers.change(ARTICLE_P99_PERCENT) : "-"));
                table.row(to.id() + ": " + metric.title(), metric.definition(), cells);
            }
        }
        if (!report.summaries(GcCell.LIMITED).isEmpty()) {
            final List<Cell> cells = new ArrayList<>();
            from.forEach(arm -> cells.add(Cell.of(refusedText(report, arm))));
            cells.add(Cell.of("OOM to 0"));
            table.row(
                    GcArm.SAFE_POOLED.id() + ": failed messages",
                    "counts, not a change: refused for want of native memory at " + limitMib(report) + " MiB",
                    cells);
        }
        return table.build();
    }

    private static Claim refused(GcReport report, GcArm from) {
        final long before = failed(report, from);
        final long after = failed(report, GcArm.SAFE_POOLED);
        final Claim.Verdict verdict = report.valid() ? verdict(before, after) : Claim.Verdict.VOID;
        return new Claim(
                "failed messages at " + limitMib(report) + " MiB, " + from.id() + " to " + GcArm.SAFE_POOLED.id(),
                ARTICLE_REFUSED,
                refusedText(report, from),
                verdict,
                isNoisy(report, GcCell.LIMITED),
                verdict.isJudgement()
                        ? (before == 0 && after == 0 ? "Neither ran out: of " : "Of ") + limitMib(report) + " MiB "
                                + from.id() + " held " + heldMib(report, from) + " at the most, "
                                + GcArm.SAFE_POOLED.id() + " " + heldMib(report, GcArm.SAFE_POOLED) + "."
                        : verdict.reason(ARTICLE_REFUSED, refusedText(report, from)));
    }

    private static String heldMib(GcReport report, GcArm arm) {
        return Numbers.of(report.runs().stream()
                        .filter(run -> run.arm() == arm && run.cell().equals(GcCell.LIMITED))
                        .mapToLong(run -> run.memory().nativeMaxBytes())
                        .max()
                        .orElse(0)
                / MIB);
    }

    private static Claim.Verdict verdict(long before, long after) {
        if (before < 0 || after < 0) {
            return Claim.Verdict.VOID;
        }
        if (before > after) {
            return after == 0 ? Claim.Verdict.REPRODUCED : Claim.Verdict.SMALLER;
        }
        return Claim.Verdict.NOT_REPRODUCED;
    }

    private static String refusedText(GcReport report, GcArm from) {
        return count(failed(report, from)) + " to " + count(failed(report, GcArm.SAFE_POOLED));
    }

    private static boolean isNoisy(GcReport report, String cell) {
        return Noise.mostlyNoisy(report.runs().stream()
                .filter(run -> run.cell().equals(cell))
                .mapToDouble(GcRun::foreignCores)
                .toArray());
    }

    private static Spread change(GcReport report, GcArm from, GcArm to, Metric metric) {
        return Stats.spread(
                report.change(GcCell.CLOSED, from, to, metric).map(GcChange::perPairPercent).orElse(List.of()).stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray());
    }

    private static List<GcArm> contenders(GcReport report) {
        return CONTENDERS.stream().filter(report.plan().arms()::contains).toList();
    }

    private static List<GcArm> legacy(GcReport report) {
        return report.plan().arms().stream().filter(GcArm::isLegacy).toList();
    }

    /** -1 when the arm has no limited run. */
    private static long failed(GcReport report, GcArm arm) {
        return report.summaries(GcCell.LIMITED).stream()
                .filter(summary -> summary.arm() == arm)
                .mapToLong(GcSummary::failed)
                .findFirst()
                .orElse(-1);
    }

    private static int limitMib(GcReport report) {
        return report.plan()
                .cell(GcCell.LIMITED)
                .map(cell -> cell.conditions().directMib())
                .orElse(GcConditions.SHORT_MIB);
    }

    private static String count(long count) {
        return count < 0 ? "unknown" : Numbers.of(count);
    }
}
