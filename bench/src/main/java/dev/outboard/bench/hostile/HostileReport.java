package dev.outboard.bench.hostile;

import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.run.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What all attacks and accidents did.
 *
 * @param created when it began, ISO 8601 in UTC
 */
record HostileReport(String created, Environment environment, HostilePlan plan, List<HostileRow> rows) {
    private static final double KIB = 1024;

    HostileReport {
        rows = List.copyOf(rows);
    }

    /** Whether everything ended as it had to, and left nothing behind. Latencies do not count. */
    boolean passed() {
        return failures().isEmpty();
    }

    private List<String> failures() {
        return rows.stream().flatMap(row -> row.failureLines().stream()).toList();
    }

    Section section() {
        List<Table> tables = new ArrayList<>();
        for (String codec : plan.codecs()) {
            tables.add(table(codec));
        }
        return new Section(
                "hostile",
                "Hostile peers and accidents",
                "What do clients that attack, and ends that die, do to a server and to those who use it honestly? Each attack goes"
                        + " on for "
                        + plan.duringMillis() + " ms at the least, beside an honest client that makes "
                        + Numbers.of(plan.callsPerSecond())
                        + " calls a second on a schedule of its own; server, honest client and attacker in JVMs of their own,"
                        + " over loopback.",
                failures(),
                tables,
                List.of(),
                List.of(verdict()),
                notes());
    }

    private String verdict() {
        long done = rows.stream().filter(row -> row.skipped().isEmpty()).count();
        return passed()
                ? "All " + done + " ended as they had to: nothing leaked, no thread was left, no honest call failed."
                : "FAILED, see above.";
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        rows.stream()
                .filter(row -> !row.skipped().isEmpty())
                .forEach(row -> notes.add(row.codec() + ", " + row.name() + ": skipped, " + row.skipped()));
        notes.add(
                "The attacker has a core's worth of this machine, too: where there are few, the honest client's p99 rises for that"
                        + " alone. It is printed and never fails the run.");
        return notes;
    }

    private Table table(String codec) {
        Table.Builder table = Table.of(
                "Codec " + codec + ".",
                List.of(
                        "outcome",
                        "leaked, B",
                        "threads",
                        "failed",
                        "p99 before, ms",
                        "p99 during, ms",
                        "most held, KiB",
                        "heap, KiB"));
        for (HostileRow row : rows) {
            if (row.codec().equals(codec)) {
                table.row(row.name(), row.does() + "; has to be: " + row.rule(), cells(row));
            }
        }
        return table.build();
    }

    private static List<Table.Cell> cells(HostileRow row) {
        if (!row.skipped().isEmpty()) {
            return List.of(Table.Cell.of(row.outcome()), none(), none(), none(), none(), none(), none(), none());
        }
        boolean honest = row.honestCalls() > 0;
        return List.of(
                new Table.Cell(row.outcome(), row.failures().isEmpty() ? Table.Tone.PLAIN : Table.Tone.FAILED),
                checked(row.leakedBytes()),
                checked(row.threads()),
                honest ? checked(row.honestFailed()) : none(),
                millis(row.p99Before()),
                millis(row.p99During()),
                kib(row.mostBytes()),
                kib(row.heapBytes()));
    }

    private static Table.Cell none() {
        return Table.Cell.of("-");
    }

    private static Table.Cell checked(long value) {
        return new Table.Cell(Long.toString(value), value > 0 ? Table.Tone.FAILED : Table.Tone.PLAIN);
    }

    private static Table.Cell millis(double nanos) {
        return Double.isNaN(nanos) ? none() : Table.Cell.of(Numbers.of(nanos / 1e6));
    }

    private static Table.Cell kib(double bytes) {
        return Double.isNaN(bytes) ? none() : Table.Cell.of(String.format(Locale.ROOT, "%.0f", bytes / KIB));
    }
}
