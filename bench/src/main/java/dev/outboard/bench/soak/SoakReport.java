package dev.outboard.bench.soak;

import dev.outboard.bench.report.Chart;
import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.run.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What a long run saw.
 *
 * @param created when it began, ISO 8601 in UTC
 * @param seed of the random choices; the same seed makes the same choices, not the same interleaving
 * @param rows by kind of call
 * @param cuts connections that their client closed
 * @param faults connections that closed by themselves
 * @param samples second by second, while it ran
 * @param ledgerAtEnd used on both ends when all was closed
 * @param reservedPeakBytes the most that both ends ever took from the system, exactly: frames in use cannot be more
 * @param threadsBefore of this JVM, when the load had begun
 * @param threadsAfter of this JVM, before the load ended
 * @param firstWrong the first end that must not be; may be empty
 */
record SoakReport(
        String created,
        Environment environment,
        String codec,
        String transport,
        long seed,
        double seconds,
        double callsPerSecond,
        double capacityPerSecond,
        List<Row> rows,
        long cuts,
        long faults,
        List<SoakSample> samples,
        long ledgerAtEnd,
        long reservedPeakBytes,
        int threadsBefore,
        int threadsAfter,
        String firstWrong) {

    private static final double KIB = 1 << 10;
    private static final double MIB = 1 << 20;

    /** One kind of call. */
    record Row(Kind kind, long started, long right, long cut, long refused, long wrong, long twice, long lost) {}

    SoakReport {
        rows = List.copyOf(rows);
        samples = List.copyOf(samples);
    }

    /** Whether every call ended once and rightly, and everything is back. */
    boolean passed() {
        return failures().isEmpty();
    }

    private List<String> failures() {
        List<String> failures = new ArrayList<>();
        for (Row row : rows) {
            if (row.wrong() + row.twice() + row.lost() > 0) {
                failures.add(row.kind().title() + ": " + row.wrong() + " wrong, " + row.twice() + " ended twice, "
                        + row.lost() + " lost (expected: none)");
            }
        }
        if (!firstWrong.isEmpty()) {
            failures.add("the first: " + firstWrong);
        }
        if (faults != 0) {
            failures.add("connections: " + faults + " closed by themselves (expected: none)");
        }
        if (ledgerAtEnd != 0) {
            failures.add("ledger: " + ledgerAtEnd + " bytes at the end (expected: 0)");
        }
        if (threadsAfter > threadsBefore) {
            failures.add("threads: " + threadsAfter + " (expected: " + threadsBefore + ", as at the beginning)");
        }
        growth().stream().filter(Growth::fails).forEach(growth -> failures.add(growth.line()));
        return failures;
    }

    /** Whether anything grew while it ran. */
    List<Growth> growth() {
        return Growth.of(samples);
    }

    Section section() {
        return new Section(
                "soak",
                "The long run",
                "Does every call end once, whatever happens to it? Calls of every kind from clients that cancel, time out"
                        + " and cut their connections, over loopback, in one JVM.",
                failures(),
                List.of(calls(), resources(), slopes()),
                charts(),
                List.of(
                        passed()
                                ? "Every call ended exactly once, as it had to; all memory is back."
                                : "FAILED, see above."),
                List.of(
                        "Seed " + seed + "; codec " + codec + ", transport " + transport + ".",
                        "A slope is the median of those between all pairs of samples (Theil-Sen), with an interval that holds it"
                                + " with a confidence of 90 %; samples of the first quarter are left out. It grows where even the"
                                + " lower bound gains more than the tolerance over the run, and is flat where the upper one does"
                                + " not. A leak slower than that is not seen here; what is left at the end is."));
    }

    private Table calls() {
        Table.Builder table = Table.of(
                "Calls by kind, and how they ended.",
                List.of("started", "right", "cut off", "refused", "wrong", "twice", "lost"));
        for (Row row : rows) {
            table.row(
                    row.kind().title(),
                    row.kind().definition(),
                    Numbers.of(row.started()),
                    Numbers.of(row.right()),
                    Numbers.of(row.cut()),
                    Numbers.of(row.refused()),
                    Numbers.of(row.wrong()),
                    Numbers.of(row.twice()),
                    Numbers.of(row.lost()));
        }
        return table.build();
    }

    private Table resources() {
        long least = samples.stream().mapToLong(SoakSample::ledgerBytes).min().orElse(0);
        long most = samples.stream().mapToLong(SoakSample::ledgerBytes).max().orElse(0);
        return Table.of("Load and resources, of both ends together.", List.of("value"))
                .row("seconds", "length of the measured part", Numbers.of(seconds))
                .row("calls/s", "started in that time", Numbers.of(callsPerSecond))
                .row("capacity, calls/s", "as fast as the windows allowed, before", Numbers.of(capacityPerSecond))
                .row("connections cut", "closed by their client with calls in flight", Numbers.of(cuts))
                .row("ledger, bytes", "used, least and most of the seconds", least + " to " + most)
                .row(
                        "reserved at most, bytes",
                        "slabs of both ends, counted exactly: what is used lies in them",
                        String.valueOf(reservedPeakBytes))
                .row("ledger at the end, bytes", "used when all was closed", String.valueOf(ledgerAtEnd))
                .row(
                        "threads",
                        "of the JVM, at the beginning and the end of the load",
                        threadsBefore + ", " + threadsAfter)
                .build();
    }

    private Table slopes() {
        Table.Builder table = Table.of(
                "What must not grow, sampled each second.",
                List.of("median", "slope a minute", "90 % interval", "tolerance", "samples", "verdict"));
        growth().forEach(growth -> table.row(growth.what(), growth.definition(), growth.cells()));
        return table.build();
    }

    private List<Chart> charts() {
        return List.of(
                new Chart.Timeline(
                        "Frames in use", "KiB", true, List.of(track("ledger", KIB, SoakSample::ledgerBytes))),
                new Chart.Timeline(
                        "Memory of the process",
                        "MiB",
                        true,
                        List.of(
                                track("heap after GC", MIB, SoakSample::heapBytes),
                                track("RSS", MIB, SoakSample::residentBytes))));
    }

    private Chart.Track track(String name, double unit, ToDoubleFunction<SoakSample> figure) {
        return new Chart.Track(
                name,
                false,
                samples.stream()
                        .filter(sample -> figure.applyAsDouble(sample) >= 0)
                        .map(sample -> new Chart.Moment(sample.second(), figure.applyAsDouble(sample) / unit))
                        .toList());
    }
}
