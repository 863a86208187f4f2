package dev.outboard.bench.report;

import dev.outboard.bench.report.Table.Cell;
import dev.outboard.bench.run.Environment;
import java.util.List;

/** Made-up results, small enough to be read in an assertion. */
final class Samples {
    static final String HOSTILE = "<img src=x onerror=\"alert('x')\">&amp;</script>";

    private Samples() {}

    static Section section() {
        final Table figures = Table.of("closed loop", List.of("legacy-finalizer-graph", "safe-pooled"))
                .row("pause P99, ms", "the pause that 99 of 100 do not exceed", "46.1", "8.30")
                .row("messages/s", "encoded and decoded", "418,000", "2,163,000")
                .build();
        final Table changes = Table.of("change", List.of("against legacy", "article"))
                .row(
                        "pause P99",
                        "median of the pairs",
                        List.of(Cell.change(-82, true, "-82 % (-85 to -79)"), Cell.of("-41 %")))
                .build();
        final Chart bars = new Chart.Bars(
                "Messages per second",
                "1/s",
                List.of(
                        new Chart.Bar("legacy-finalizer-graph", true, 418_000, 400_000, 430_000),
                        new Chart.Bar("safe-pooled", false, 2_163_000, 1_886_000, 2_200_000)));
        return new Section(
                "gc",
                "GC pauses",
                "What does the owner cost?",
                List.of(),
                List.of(figures, changes),
                List.of(bars),
                List.of("The cause is registrations."),
                List.of("Closed loop."));
    }

    static Section failed() {
        final Section sound = section();
        return new Section(
                sound.id(),
                sound.title(),
                sound.question(),
                List.of("pool, pair 2: 12 messages lost"),
                sound.tables(),
                sound.charts(),
                sound.findings(),
                sound.notes());
    }

    /** Every text that a page can hold is hostile. */
    static Page hostile() {
        final Table table = Table.of(HOSTILE, List.of(HOSTILE))
                .row(HOSTILE, HOSTILE, HOSTILE)
                .build();
        final Chart bars = new Chart.Bars(HOSTILE, HOSTILE, List.of(new Chart.Bar(HOSTILE, true, 1, 1, 1)));
        final Chart lines = new Chart.Percentiles(
                HOSTILE, HOSTILE, List.of(new Chart.Line(HOSTILE, false, List.of(new Chart.Point(50, 1)))));
        final Section section = new Section(
                HOSTILE,
                HOSTILE,
                HOSTILE,
                List.of(HOSTILE),
                List.of(table),
                List.of(bars, lines),
                List.of(HOSTILE),
                List.of(HOSTILE));
        final Environment environment = new Environment(
                HOSTILE,
                HOSTILE,
                HOSTILE,
                2,
                2,
                1,
                HOSTILE,
                HOSTILE,
                1,
                HOSTILE,
                List.of(17),
                HOSTILE,
                List.of(HOSTILE),
                HOSTILE,
                HOSTILE,
                HOSTILE,
                null);
        return new Page(
                HOSTILE,
                HOSTILE,
                HOSTILE,
                environment,
                List.of(new Claim(HOSTILE, HOSTILE, HOSTILE, Claim.Verdict.SMALLER, true)),
                List.of(section));
    }
}
