package dev.outboard.bench.gc;

import dev.outboard.bench.report.Claim;
import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.report.Table.Cell;
import dev.outboard.bench.run.Stats;
import dev.outboard.bench.run.Stats.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The article's figures for this migration beside ours: Outboard's pooled frames against each legacy arm, and the
 * literal migration against the same arms. No state; any thread.
 */
public final class GcClaims {
    private static final double ARTICLE_P99_PERCENT = -41;
    private static final String NO_CLAIM = "-";
    private static final List<GcArm> CONTENDERS = List.of(GcArm.SAFE_POOLED, GcArm.DIRECT_PER_MESSAGE);

    private GcClaims() {}

    /** One claim per contender and legacy arm, and one per legacy arm for the memory limit. */
    public static List<Claim> of(GcReport report) {
        final List<Claim> claims = new ArrayList<>();
        for (GcArm to : contenders(report)) {
            for (GcArm from : legacy(report)) {
                final Spread change = change(report, from, to, GcClaims::p99);
                claims.add(new Claim(
                        "pause P99, " + from.id() + " to " + to.id(),
                        Numbers.change(ARTICLE_P99_PERCENT),
                        Numbers.change(change),
                        report.valid() ? Claim.Verdict.of(ARTICLE_P99_PERCENT, change.median()) : Claim.Verdict.VOID));
            }
        }
        for (GcArm from : legacy(report)) {
            claims.add(failedClaim(report, from));
        }
        return List.copyOf(claims);
    }

    private static Claim failedClaim(GcReport report, GcArm from) {
        final long before = failed(report, from);
        final long after = failed(report, GcArm.SAFE_POOLED);
        final Claim.Verdict verdict;
        if (before < 0 || after < 0 || !report.valid()) {
            verdict = Claim.Verdict.VOID;
        } else if (before > 0 && after == 0) {
            verdict = Claim.Verdict.REPRODUCED;
        } else {
            verdict = before > after ? Claim.Verdict.SMALLER : Claim.Verdict.NOT_REPRODUCED;
        }
        return new Claim(
                "messages refused at " + report.plan().limitMib() + " MiB, " + from.id() + " to "
                        + GcArm.SAFE_POOLED.id(),
                "OOM 3.2 a day to 0 a week",
                count(before) + " to " + count(after),
                verdict);
    }

    /** The changes in per cent, each beside what the article claims. */
    static Table table(GcReport report) {
        final List<GcArm> from = legacy(report);
        final List<String> columns = new ArrayList<>();
        from.forEach(arm -> columns.add("against " + arm.id()));
        columns.add("article");
        final Table.Builder table = Table.of(
                "The change in per cent: median of the rounds' changes (least to greatest), beside the article's claim",
                columns);
        for (GcArm to : contenders(report)) {
            final String of = to.id() + ": ";
            table.row(
                    of + "pause P99",
                    "run against run of the same round",
                    changes(report, to, true, GcClaims::p99, Numbers.change(ARTICLE_P99_PERCENT)));
            table.row(
                    of + "GC CPU per message",
                    "the same, of the time in pauses",
                    changes(report, to, true, GcRun::gcCpuMillisPerMillion, NO_CLAIM));
            table.row(
                    of + "messages/s",
                    "the same, of the closed loop's rate",
                    changes(report, to, false, GcRun::messagesPerSecond, NO_CLAIM));
        }
        if (!report.summaries(GcCell.LIMITED).isEmpty()) {
            final List<Cell> cells = new ArrayList<>();
            from.forEach(arm ->
                    cells.add(Cell.of(count(failed(report, arm)) + " to " + count(failed(report, GcArm.SAFE_POOLED)))));
            cells.add(Cell.of("OOM to 0"));
            table.row(
                    GcArm.SAFE_POOLED.id() + ": refused messages",
                    "counts, not a change, at " + report.plan().limitMib() + " MiB of native memory",
                    cells);
        }
        return table.build();
    }

    private static List<Cell> changes(
            GcReport report, GcArm to, boolean lowerIsBetter, ToDoubleFunction<GcRun> metric, String article) {
        final List<Cell> cells = new ArrayList<>();
        for (GcArm from : legacy(report)) {
            final Spread change = change(report, from, to, metric);
            cells.add(Cell.change(change.median(), lowerIsBetter, Numbers.change(change)));
        }
        cells.add(Cell.of(article));
        return cells;
    }

    /** Over the closed cell's rounds in which both arms have a valid run. */
    private static Spread change(GcReport report, GcArm from, GcArm to, ToDoubleFunction<GcRun> metric) {
        final List<GcRun> before = new ArrayList<>();
        final List<GcRun> after = new ArrayList<>();
        for (int round = 0; round < report.plan().pairs(); round++) {
            final List<GcRun> a = closedRuns(report, from, round);
            final List<GcRun> b = closedRuns(report, to, round);
            if (!a.isEmpty() && !b.isEmpty()) {
                before.add(a.get(0));
                after.add(b.get(0));
            }
        }
        return Stats.changePercent(
                before.stream().mapToDouble(metric).toArray(),
                after.stream().mapToDouble(metric).toArray());
    }

    private static List<GcRun> closedRuns(GcReport report, GcArm arm, int round) {
        return report.runs().stream()
                .filter(run -> run.cell() == GcCell.CLOSED && run.arm() == arm && run.round() == round && run.valid())
                .toList();
    }

    private static double p99(GcRun run) {
        return Stats.percentile(99, values(run.pauses().millis()));
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

    private static double[] values(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static String count(long count) {
        return count < 0 ? "unknown" : Numbers.of(count);
    }
}
