package dev.outboard.bench.all;

import dev.outboard.bench.all.Comparison.Row;
import dev.outboard.bench.all.Comparison.Verdict;
import dev.outboard.bench.report.Chart;
import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Page;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.report.Table.Cell;
import dev.outboard.bench.report.Table.Tone;
import dev.outboard.bench.run.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A comparison as a reader sees it. No state; any thread. */
final class ComparisonPage {
    private ComparisonPage() {}

    static Page of(Comparison comparison, String created, Environment environment) {
        return new Page(
                "Outboard: two runs compared",
                "Changes beyond noise: ratios whose intervals do not overlap. Old: " + text(comparison.before())
                        + ". New: " + text(comparison.after())
                        + ". The environment below is that of the comparison, not that of the runs.",
                created,
                environment,
                alerts(comparison),
                List.of(),
                List.of(section(comparison)),
                List.of());
    }

    private static String text(Comparison.Run run) {
        return run.file() + ", profile " + run.profile() + ", " + run.created() + ", environment " + run.fingerprint();
    }

    private static List<String> alerts(Comparison comparison) {
        Comparison.Run before = comparison.before();
        Comparison.Run after = comparison.after();
        List<String> alerts = new ArrayList<>();
        if (!before.fingerprint().equals(after.fingerprint())) {
            alerts.add("The environments differ (" + before.fingerprint() + " and " + after.fingerprint()
                    + "): another machine, JDK, flag or version may be what changed.");
        }
        if (!before.profile().equals(after.profile())) {
            alerts.add("The profiles differ (" + before.profile() + " and " + after.profile() + ").");
        }
        return alerts;
    }

    static Section section(Comparison comparison) {
        return new Section(
                "comparison",
                "Old against new",
                "Which ratios are others than before, by more than noise explains?",
                List.of(),
                comparison.rows().isEmpty() ? List.of() : List.of(table(comparison.rows())),
                comparison.rows().isEmpty() ? List.of() : List.of(chart(comparison.rows())),
                findings(comparison),
                List.of("A ratio agrees where the two 90 % intervals overlap. With intervals of 90 % one ratio in some"
                        + " tens does not overlap by chance alone."));
    }

    private static List<String> findings(Comparison comparison) {
        List<String> findings = new ArrayList<>();
        findings.add(String.format(
                Locale.ROOT,
                "%s: %d of %d conclusive ratios agree, %s (goal: at least 90 %%).",
                Double.isNaN(comparison.agreement()) ? "undecided" : comparison.agrees() ? "met" : "MISSED",
                comparison.count(Verdict.AGREES),
                comparison.rows().stream()
                        .filter(row -> row.verdict().isConclusive())
                        .count(),
                share(comparison.agreement())));
        findings.add(String.format(
                Locale.ROOT,
                "%s: %d of the ratios are inconclusive and %d noisy, %s of those that both runs have (goal: at most 20 %%).",
                Double.isNaN(comparison.inconclusive()) ? "undecided" : comparison.isConclusive() ? "met" : "MISSED",
                comparison.count(Verdict.INCONCLUSIVE),
                comparison.count(Verdict.NOISY),
                share(comparison.inconclusive())));
        comparison.rows().stream()
                .filter(row -> row.verdict() == Verdict.BETTER || row.verdict() == Verdict.WORSE)
                .forEach(row -> findings.add(row.verdict().text() + ": " + row.title() + ": "
                        + Numbers.of(row.before().estimate()) + " (" + Ratios.text(row.before()) + ") before, "
                        + Numbers.of(row.after().estimate()) + " (" + Ratios.text(row.after()) + ") now."));
        return findings;
    }

    private static String share(double share) {
        return Double.isNaN(share) ? "none" : Numbers.percent(share);
    }

    private static Table table(List<Row> rows) {
        return Table.of("Ratios of both runs.", rows.stream().map(Row::title).toList())
                .row(
                        "old",
                        "the ratio in the old run",
                        cells(rows, row -> Numbers.of(row.before().estimate())))
                .row("old, interval", "90 % interval in the old run", cells(rows, row -> Ratios.text(row.before())))
                .row(
                        "new",
                        "the ratio in the new run",
                        cells(rows, row -> Numbers.of(row.after().estimate())))
                .row("new, interval", "90 % interval in the new run", cells(rows, row -> Ratios.text(row.after())))
                .row(
                        "verdict",
                        "agrees: the intervals overlap; better or worse: they do not; inconclusive: one is wider than 25 % to"
                                + " a side; noisy: others used the machine in the runs of one",
                        rows.stream().map(ComparisonPage::verdict).toList())
                .turned()
                .build();
    }

    private static Cell verdict(Row row) {
        Tone tone = switch (row.verdict()) {
            case BETTER -> Tone.BETTER;
            case WORSE -> Tone.WORSE;
            default -> Tone.PLAIN;
        };
        return new Cell(row.verdict().text(), tone);
    }

    private static List<Cell> cells(List<Row> rows, Function<Row, String> text) {
        return rows.stream().map(row -> Cell.of(text.apply(row))).toList();
    }

    private static Chart chart(List<Row> rows) {
        List<Chart.Estimate> estimates = new ArrayList<>();
        for (Row row : rows) {
            estimates.add(new Chart.Estimate(
                    "old: " + row.title(),
                    row.lowerIsBetter(),
                    row.before().estimate(),
                    row.before().lower(),
                    row.before().upper()));
            estimates.add(new Chart.Estimate(
                    "new: " + row.title(),
                    row.lowerIsBetter(),
                    row.after().estimate(),
                    row.after().lower(),
                    row.after().upper()));
        }
        return new Chart.Intervals("Old and new, one below the other", "1: no difference", estimates);
    }
}
