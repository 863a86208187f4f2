package dev.outboard.bench.broadcast;

import dev.outboard.bench.report.Claim;
import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.report.Table.Cell;
import dev.outboard.bench.run.Noise;
import dev.outboard.bench.run.Stats;
import dev.outboard.bench.run.Stats.Spread;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** The article's figures for this migration beside ours. No state; any thread. */
public final class BroadcastClaims {
    private static final double ARTICLE_GOODPUT_PERCENT = 37;
    private static final double ARTICLE_RESIDENT_PERCENT = -62;

    private BroadcastClaims() {}

    /** Goodput and resident set. */
    public static List<Claim> of(BroadcastReport report) {
        return List.of(
                claim(
                        report,
                        "goodput, per-recipient to pool",
                        ARTICLE_GOODPUT_PERCENT,
                        "QPS",
                        BroadcastRun::goodputPerSecond),
                claim(
                        report,
                        "server RSS above idle, per-recipient to pool",
                        ARTICLE_RESIDENT_PERCENT,
                        "RSS",
                        run -> run.server().aboveIdleBytes()));
    }

    private static Claim claim(
            BroadcastReport report,
            String subject,
            double article,
            String unit,
            ToDoubleFunction<BroadcastRun> metric) {
        final Spread change = change(report, metric);
        return new Claim(
                subject,
                unit + " " + Numbers.change(article),
                Numbers.change(change),
                report.valid() ? Claim.Verdict.of(article, change) : Claim.Verdict.VOID,
                Noise.mostlyNoisy(report.runs().stream()
                        .filter(run -> run.cell() == BroadcastCell.CLOSED)
                        .mapToDouble(run -> run.foreignCores() + run.stolenCores())
                        .toArray()));
    }

    /** The changes in per cent, each beside what the article claims. */
    static Table table(BroadcastReport report) {
        final Table.Builder table = Table.of(
                "The change in per cent: median of the pairs' changes (least to greatest), beside the article's claim",
                List.of("pool against per-recipient", "article"));
        change(
                table,
                report,
                "goodput",
                false,
                "QPS " + Numbers.change(ARTICLE_GOODPUT_PERCENT),
                BroadcastRun::goodputPerSecond);
        change(
                table,
                report,
                "RSS above idle",
                true,
                "RSS " + Numbers.change(ARTICLE_RESIDENT_PERCENT),
                run -> run.server().aboveIdleBytes());
        change(
                table,
                report,
                "RSS high-water above idle",
                true,
                "RSS " + Numbers.change(ARTICLE_RESIDENT_PERCENT),
                run -> run.server().maxAboveIdleBytes());
        change(
                table,
                report,
                "RSS, idle included",
                true,
                "-",
                run -> run.server().residentBytes());
        change(table, report, "threads", true, "-", run -> run.server().threads());
        return table.build();
    }

    private static void change(
            Table.Builder table,
            BroadcastReport report,
            String name,
            boolean lowerIsBetter,
            String article,
            ToDoubleFunction<BroadcastRun> metric) {
        final Spread change = change(report, metric);
        table.row(
                "change of " + name,
                "closed loop, run against run of the same pair",
                List.of(Cell.change(change.median(), lowerIsBetter, Numbers.change(change)), Cell.of(article)));
    }

    /** Over the closed cell's pairs of which both runs are sound. */
    private static Spread change(BroadcastReport report, ToDoubleFunction<BroadcastRun> metric) {
        final Map<Integer, BroadcastRun> before = new TreeMap<>();
        report.runs(BroadcastArm.PER_RECIPIENT, BroadcastCell.CLOSED).forEach(run -> before.put(run.pair(), run));
        final List<BroadcastRun> after = report.runs(BroadcastArm.POOL, BroadcastCell.CLOSED).stream()
                .filter(run -> before.containsKey(run.pair()))
                .toList();
        return Stats.changePercent(
                after.stream()
                        .mapToDouble(run -> metric.applyAsDouble(before.get(run.pair())))
                        .toArray(),
                after.stream().mapToDouble(metric).toArray());
    }
}
