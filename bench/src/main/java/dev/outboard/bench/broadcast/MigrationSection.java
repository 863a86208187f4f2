package dev.outboard.bench.broadcast;

import dev.outboard.bench.report.Chart;
import dev.outboard.bench.report.Claim;
import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Page;
import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.report.Table.Cell;
import dev.outboard.bench.run.Noise;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A {@link MigrationReport} as a reader sees it. No state; any thread. */
final class MigrationSection {
    private static final double MIB = 1 << 20;

    private MigrationSection() {}

    /** The report as a page. */
    static Page page(MigrationReport report, String command) {
        return new Page(
                "Outboard: from a task per recipient to a fixed pool",
                "The migration of a broadcast server, change by change, whichever way the figures point. Run it again with "
                        + command + ".",
                report.created(),
                report.environment(),
                claims(report),
                List.of(of(report)));
    }

    /** Tables, charts and notes of a report. */
    static Section of(MigrationReport report) {
        final ComparePlan base = report.plan().spokes().get(0).plan();
        final List<Table> tables = new ArrayList<>();
        tables.add(bars(report));
        for (int i = 0; i < report.loads().size(); i++) {
            final Spoke spoke = report.plan().spokes().get(i);
            tables.add(steps(report, spoke));
            tables.add(CompareSection.table(report.loads().get(i), spoke.cell(), false));
        }
        return new Section(
                "broadcast",
                "Group broadcast, change by change",
                "What does a fixed pool that encodes once do for a broadcast server, against a blocking task per recipient, and"
                        + " which of its changes does it? "
                        + Numbers.of(base.connections()) + " real connections, " + base.groups() + " groups of "
                        + base.groupSize() + ", codec " + base.codec() + ", transport "
                        + report.loads().get(0).transport()
                        + "; server and load in JVMs of their own on the same machine, the servers' flags identical ("
                        + String.join(" ", base.serverFlags()) + "). JDK "
                        + report.environment().jdk()
                        + ". A ratio is the geometric mean of those of runs of the same round, with an interval that holds it"
                        + " with a confidence of 90 % (Student's t on their logarithms).",
                failures(report),
                tables,
                charts(report),
                findings(report),
                notes(report));
    }

    /** The article's figures beside ours; by the intervals, not by the rounds' range. */
    static List<Claim> claims(MigrationReport report) {
        return report.bars().stream()
                .map(bar -> {
                    final Ratio ratio = report.ratio(bar.key());
                    return new Claim(
                                    bar.title(),
                                    (bar.article() > 0 ? "QPS " : "RSS ") + Numbers.change(bar.article()),
                                    MigrationFigure.change(ratio),
                                    report.valid()
                                            ? Claim.Verdict.of(bar.article(), MigrationFigure.spread(ratio))
                                            : Claim.Verdict.VOID,
                                    ratio.noisy())
                            .because(cause(report, bar));
                })
                .toList();
    }

    /** What the modes do otherwise, and what that saves of a figure that is not the claim's own. */
    private static String cause(MigrationReport report, MigrationBar bar) {
        final String cpu = String.format(
                Locale.ROOT,
                "%.2f",
                report.ratio(bar.key().replaceFirst("/(goodput|rss-above-idle)/", "/" + MigrationFigure.CPU.id() + "/"))
                        .interval()
                        .estimate());
        return bar.article() > 0
                ? "A message is encoded once and not for each recipient, and nothing waits for a socket: a delivery takes "
                        + cpu + " times the CPU."
                : "No task with a copy of its own waits for each recipient that does not read, and less is allocated: a delivery"
                        + " takes " + cpu + " times the CPU.";
    }

    private static Table bars(MigrationReport report) {
        final Table.Builder table = Table.of(
                "The migration as a whole, beside the article's figures",
                List.of("measured, 90 % interval", "article", "at least that, beyond doubt"));
        for (MigrationBar bar : report.bars()) {
            table.row(
                    bar.title(),
                    "change in per cent, runs of the same round related",
                    List.of(
                            Cell.of(bar.measured()),
                            Cell.of(Numbers.change(bar.article())),
                            bar.met() ? new Cell("met", Table.Tone.BETTER) : new Cell("MISSED", Table.Tone.WORSE)));
        }
        return table.build();
    }

    private static Table steps(MigrationReport report, Spoke spoke) {
        final List<MigrationFigure> figures = MigrationFigure.of(spoke.cell());
        final Table.Builder table = Table.of(
                "Which change causes it, " + spoke.id()
                        + " load: ratios of the later mode to the earlier one, 1 for no difference",
                figures.stream().map(MigrationFigure::title).toList());
        for (MigrationStep step : MigrationStep.all(spoke.plan().modes().get(0))) {
            if (step.isIn(spoke.plan())) {
                table.row(
                        step.from() + " > " + step.to(),
                        step.what(),
                        figures.stream()
                                .map(figure -> cell(report, spoke, step, figure))
                                .toList());
            }
        }
        return table.build();
    }

    private static Cell cell(MigrationReport report, Spoke spoke, MigrationStep step, MigrationFigure figure) {
        final Ratio ratio = report.ratio(figure.key(spoke, step));
        final boolean undecided =
                !(ratio.interval().lower() > 1 || ratio.interval().upper() < 1);
        return undecided
                ? Cell.of(MigrationFigure.text(ratio))
                : Cell.change(
                        MigrationFigure.spread(ratio).median(), ratio.lowerIsBetter(), MigrationFigure.text(ratio));
    }

    private static List<String> failures(MigrationReport report) {
        final List<String> failures = new ArrayList<>();
        for (int i = 0; i < report.loads().size(); i++) {
            final String load = report.plan().spokes().get(i).id();
            for (CompareRun run : report.loads().get(i).runs()) {
                if (run.error() != null) {
                    failures.add(run.mode() + ", " + load + ", round " + (run.round() + 1) + ": " + run.error());
                }
            }
        }
        return failures;
    }

    private static List<Chart> charts(MigrationReport report) {
        final List<Chart> charts = new ArrayList<>();
        for (int i = 0; i < report.loads().size(); i++) {
            final Spoke spoke = report.plan().spokes().get(i);
            final CompareReport load = report.loads().get(i);
            charts.add(Chart.Intervals.of(
                    "Which change causes it, " + spoke.id() + " load",
                    MigrationStep.all(spoke.plan().modes().get(0)).stream()
                            .filter(step -> step.isIn(spoke.plan()))
                            .flatMap(step -> MigrationFigure.of(spoke.cell()).stream()
                                    .limit(2)
                                    .map(figure -> report.ratio(figure.key(spoke, step))))
                            .toList()));
            if (spoke.cell() == CompareCell.CLOSED) {
                charts.add(CompareSection.bars(
                        load,
                        spoke,
                        "goodput",
                        "deliveries/s",
                        run -> run.figures().goodputPerSecond()));
            } else {
                charts.add(CompareSection.bars(
                        load, spoke, "p99", "ms", run -> run.figures().p99Millis()));
            }
            charts.add(CompareSection.bars(
                    load, spoke, "RSS above idle", "MiB", run -> run.figures().aboveIdleBytes() / MIB));
        }
        return charts;
    }

    /** Which step of the goodput is the largest, by the figures; nothing where no step is beyond doubt. */
    private static List<String> findings(MigrationReport report) {
        final Spoke spoke = report.plan().spokes().get(0);
        final List<MigrationStep> path =
                MigrationStep.all(spoke.plan().modes().get(0)).subList(0, MigrationStep.PATH);
        if (!report.valid() || path.stream().anyMatch(step -> !step.isIn(spoke.plan()))) {
            return List.of();
        }
        final Optional<MigrationStep> largest = path.stream()
                .filter(step -> goodput(report, spoke, step).interval().lower() > 1)
                .max(Comparator.comparingDouble(
                        step -> goodput(report, spoke, step).interval().estimate()));
        final List<String> findings = new ArrayList<>();
        findings.add(largest.map(step -> "Most of the goodput comes from " + step.from() + " to " + step.to() + ": "
                        + step.what() + ", " + MigrationFigure.text(goodput(report, spoke, step)) + " times.")
                .orElse("No single change gains goodput beyond doubt."));
        final Ratio poolAlone = goodput(report, spoke, path.get(0));
        findings.add("The pool alone, with workers that block as the tasks did, has "
                + MigrationFigure.text(poolAlone) + " times the goodput"
                + (poolAlone.interval().upper() < 1 ? ": by itself it loses." : "."));
        return findings;
    }

    private static Ratio goodput(MigrationReport report, Spoke spoke, MigrationStep step) {
        return report.ratio(MigrationFigure.GOODPUT.key(spoke, step));
    }

    private static List<String> notes(MigrationReport report) {
        final List<String> notes = new ArrayList<>(report.notes());
        notes.add("Noise gate, fixed before the run: a run in which others used more than " + Noise.NOISY_CORES
                + " cores is repeated where time allows, and left out of the ratios. Where that leaves nothing, all runs are"
                + " quoted and marked with *. Here " + report.repeated() + " were repeated, and " + report.disturbed()
                + " of " + report.runs().size() + " are disturbed.");
        notes.add(
                "RSS is of the server's process, sampled eight times a second from outside. All servers have the same flags,"
                        + " no least heap and no page touched ahead, and have said themselves how large their heap may grow.");
        notes.add("Load and server share the machine: what a cheaper mode leaves over, the load uses.");
        return notes;
    }
}
