package dev.outboard.bench.cleanup;

import dev.outboard.bench.report.Chart;
import dev.outboard.bench.report.Claim;
import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Page;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.run.Noise;
import dev.outboard.bench.run.Stats;
import dev.outboard.bench.run.Stats.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A {@link CleanupReport} as a reader sees it. No state; any thread. */
final class CleanupSection {
    /** What the article's 8.7 us for 100 layers come to. */
    private static final double ARTICLE_NANOS = 87;

    private static final double ARTICLE_ELSEWHERE_NANOS = 2.8;
    /** Where a late layer costs so much more than an early one, growth is not linear. */
    private static final double BENT = 1.25;

    private CleanupSection() {}

    static Page page(CleanupReport report) {
        return new Page(
                "Outboard: what it costs to give things back",
                "Nested try statements, scopes and arrays of releases, and other owners. Run it again with ./outboard bench"
                        + " cleanup.",
                report.created(),
                report.environment(),
                claims(report),
                List.of(of(report)));
    }

    static Section of(CleanupReport report) {
        final List<Table> tables = new ArrayList<>();
        tables.add(layers(report));
        tables.add(loop(report));
        tables.add(owners(report));
        report.leaked().ifPresent(leak -> tables.add(leak(leak)));
        return new Section(
                "cleanup",
                "What it costs to give things back",
                "What does it cost to see to it that what was opened is closed, by layer of it, and who should do it? JMH, a JVM for"
                        + " each way and round, " + report.plan().rounds() + " interleaved rounds, medians. JDK "
                        + report.environment().jdk() + ", " + String.join(" ", report.flags()) + ".",
                report.failures(),
                tables,
                charts(report),
                findings(report),
                notes(report));
    }

    /** What the article says of deferred releases, beside ours. */
    static List<Claim> claims(CleanupReport report) {
        final Interval slope = report.slope(Way.SCOPE);
        final Interval bend = report.bend(Way.SCOPE);
        final boolean noisy = report.of(Way.SCOPE).stream().anyMatch(CleanupRun::noisy);
        return List.of(
                new Claim(
                        "a deferred release, each",
                        "87 ns (100 layers: 8.7 us); elsewhere 2.8 ns",
                        text(slope) + " ns, release scope",
                        !report.valid() || Double.isNaN(slope.estimate())
                                ? Claim.Verdict.VOID
                                : slope.estimate() >= ARTICLE_NANOS ? Claim.Verdict.REPRODUCED : Claim.Verdict.SMALLER,
                        noisy,
                        String.format(
                                Locale.ROOT,
                                "The article has two figures, %.0f and %.1f ns; ours is %.2f times the first and %.2f times the"
                                        + " second.",
                                ARTICLE_NANOS,
                                ARTICLE_ELSEWHERE_NANOS,
                                slope.estimate() / ARTICLE_NANOS,
                                slope.estimate() / ARTICLE_ELSEWHERE_NANOS)),
                new Claim(
                        "growth of the cost with the layers",
                        "exponential",
                        "a layer behind the 50th costs " + text(bend) + " times one before it",
                        report.valid() ? bent(bend) : Claim.Verdict.VOID,
                        noisy,
                        "Growth is exponential where a late layer costs more than an early one, and linear at 1."));
    }

    private static Claim.Verdict bent(Interval bend) {
        if (Double.isNaN(bend.lower())) {
            return Claim.Verdict.VOID;
        }
        if (bend.lower() > BENT) {
            return Claim.Verdict.REPRODUCED;
        }
        return bend.upper() <= BENT ? Claim.Verdict.NOT_REPRODUCED : Claim.Verdict.INCONCLUSIVE;
    }

    private static Table layers(CleanupReport report) {
        final Table.Builder table = table("So many parts open at a time, the last one closed first", Way.Group.LAYERS);
        for (int depth : Way.Group.LAYERS.depths()) {
            row(
                    table,
                    report,
                    Way.Group.LAYERS,
                    depth == 1 ? "1 layer, ns" : depth + " layers, ns",
                    "to open so many parts and to close them all",
                    run -> run.nanos(depth));
        }
        intervals(
                table,
                Way.Group.LAYERS,
                "ns for a layer more",
                "least squares over the depths, with an interval over the rounds that holds it with a confidence of 90 %",
                report::slope);
        intervals(
                table,
                Way.Group.LAYERS,
                "late over early layer",
                "what a layer behind the 50th costs over one before it, likewise: 1 where the cost is linear",
                report::bend);
        row(
                table,
                report,
                Way.Group.LAYERS,
                "bytes, 100 layers",
                "allocated by all of it, by JMH's GC profiler",
                run -> bytes(run, Way.DEEPEST));
        return table.build();
    }

    private static Table loop(CleanupReport report) {
        final Table.Builder table = table("A loop of 100 turns, each of which opens a part", Way.Group.LOOP);
        row(
                table,
                report,
                Way.Group.LOOP,
                "ns/turn",
                "the whole loop, over 100",
                run -> run.nanos(Way.DEEPEST) / Way.DEEPEST);
        row(
                table,
                report,
                Way.Group.LOOP,
                "bytes/turn",
                "allocated, likewise",
                run -> bytes(run, Way.DEEPEST) / Way.DEEPEST);
        table.row(
                "most open",
                "parts open at a time: what waits for the end of the loop is held until then",
                cells(
                        Way.Group.LOOP,
                        way -> report.of(way).stream()
                                .flatMap(run -> run.at(Way.DEEPEST).stream())
                                .map(depth -> Numbers.of((long) depth.mostOpen()))
                                .findFirst()
                                .orElse(Numbers.of(Double.NaN))));
        return table.build();
    }

    private static Table owners(CleanupReport report) {
        final Table.Builder table = table("One part, and who closes it", Way.Group.OWNER);
        row(
                table,
                report,
                Way.Group.OWNER,
                "ns",
                "to open a part and to have it closed; what a collector or another thread does later is not in it",
                run -> run.nanos(1));
        row(table, report, Way.Group.OWNER, "bytes", "allocated, by JMH's GC profiler", run -> bytes(run, 1));
        return table.build();
    }

    private static Table leak(DeadlineLeak leak) {
        return Table.of(
                        "Scopes with a deadline, all of them closed long before it",
                        List.of("cancelled by its end", "never cancelled"))
                .row("started", "scopes opened and closed", Numbers.of((long) leak.scopes()), Numbers.of((long)
                        leak.scopes()))
                .row(
                        "pending",
                        "timeouts that the timer still holds, each with its scope and what that refers to, until the deadline",
                        Numbers.of(leak.pendingCancelled()),
                        Numbers.of(leak.pendingLeaking()))
                .row(
                        "heap for each, bytes",
                        "behind a collection, less that before",
                        "-",
                        Numbers.of(leak.bytesPerLeaking()))
                .build();
    }

    private static Table.Builder table(String caption, Way.Group group) {
        return Table.of(caption, Way.of(group).stream().map(Way::id).toList());
    }

    private static void row(
            Table.Builder table,
            CleanupReport report,
            Way.Group group,
            String name,
            String definition,
            ToDoubleFunction<CleanupRun> figure) {
        table.row(name, definition, cells(group, way -> Numbers.of(median(report, way, figure))));
    }

    private static void intervals(
            Table.Builder table, Way.Group group, String name, String definition, Function<Way, Interval> interval) {
        table.row(name, definition, cells(group, way -> text(interval.apply(way))));
    }

    private static String[] cells(Way.Group group, Function<Way, String> text) {
        return Way.of(group).stream().map(text).toArray(String[]::new);
    }

    private static double median(CleanupReport report, Way way, ToDoubleFunction<CleanupRun> figure) {
        return Stats.median(report.of(way).stream().mapToDouble(figure).toArray());
    }

    private static double bytes(CleanupRun run, int depth) {
        return run.at(depth).map(CleanupRun.Depth::bytesPerOperation).orElse(Double.NaN);
    }

    private static String text(Interval interval) {
        if (Double.isNaN(interval.estimate())) {
            return Numbers.of(Double.NaN);
        }
        return Double.isNaN(interval.lower())
                ? String.format(Locale.ROOT, "%.2f", interval.estimate())
                : String.format(
                        Locale.ROOT, "%.2f (%.2f to %.2f)", interval.estimate(), interval.lower(), interval.upper());
    }

    private static List<Chart> charts(CleanupReport report) {
        return List.of(
                bars(report, "A layer more", "ns", Way.Group.LAYERS, Way.NESTED, CleanupRun::slope),
                bars(
                        report,
                        "One part, by who closes it",
                        "ns",
                        Way.Group.OWNER,
                        Way.OWNER_MANUAL,
                        run -> run.nanos(1)));
    }

    private static Chart bars(
            CleanupReport report,
            String title,
            String unit,
            Way.Group group,
            Way baseline,
            ToDoubleFunction<CleanupRun> figure) {
        return new Chart.Bars(
                title,
                unit,
                Way.of(group).stream()
                        .map(way -> Chart.Bar.of(
                                way.id(),
                                way == baseline,
                                Stats.spread(report.of(way).stream()
                                        .mapToDouble(figure)
                                        .toArray())))
                        .toList());
    }

    private static List<String> findings(CleanupReport report) {
        return report
                .leaked()
                .map(leak -> Numbers.of((long) leak.scopes())
                        + " scopes with a deadline were opened and closed: the timer holds "
                        + Numbers.of(leak.pendingLeaking()) + " of those that do not cancel when they close, and "
                        + Numbers.of(leak.pendingCancelled())
                        + " of those that do. It grows with each call until the first deadline has passed.")
                .stream()
                .toList();
    }

    private static List<String> notes(CleanupReport report) {
        final List<String> notes = new ArrayList<>();
        final long noisy = report.runs().stream().filter(CleanupRun::noisy).count();
        notes.add("Others used more than " + Noise.NOISY_CORES + " cores in " + noisy + " of "
                + report.runs().size() + " runs; such a run is left out where the same has another.");
        report.plan().ways().forEach(way -> notes.add(way.id() + ": " + way.description() + "."));
        if (!report.plan().isSound()) {
            notes.add("A smoke run at a tiny scale: it shows that everything works, and its figures say nothing.");
        }
        return notes;
    }
}
