package dev.outboard.bench.soak;

import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.run.Environment;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * How often each way to own message memory ran out of it.
 *
 * @param created when it began, ISO 8601 in UTC
 * @param secondsPerArm length of each arm's window
 * @param limitMib native memory that each arm might use
 */
record ArmsReport(
        String created,
        Environment environment,
        int secondsPerArm,
        int limitMib,
        int offeredPerSecond,
        List<ArmCount> arms,
        List<String> notes) {

    ArmsReport {
        arms = List.copyOf(arms);
        notes = List.copyOf(notes);
    }

    /** Whether every arm's run is sound; one that runs out of memory is. */
    boolean passed() {
        return failures().isEmpty();
    }

    private List<String> failures() {
        return arms.stream()
                .filter(arm -> arm.error() != null)
                .map(arm -> arm.arm() + ": " + Objects.toString(arm.error()))
                .toList();
    }

    Section section() {
        return new Section(
                "soak-arms",
                "Out of memory, by who owns it",
                "How often does each way to own message memory run out of it? Each in a JVM of its own for "
                        + Numbers.of((long) secondsPerArm) + " s, " + Numbers.of((long) offeredPerSecond)
                        + " messages a second offered, " + limitMib + " MiB of native memory for all.",
                failures(),
                List.of(table()),
                List.of(),
                List.of(),
                notes());
    }

    private Table table() {
        return Table.of(
                        "Refusals and what it took to have none",
                        arms.stream().map(ArmCount::arm).toList())
                .row(
                        "refused",
                        "messages for which the arm had no native memory: by its own budget where the JVM does not count what it"
                                + " takes, by the JVM's OutOfMemoryError elsewhere",
                        cells(arm -> Numbers.of(arm.refused())))
                .row(
                        "refused per hour",
                        "the same, were it to go on like that; none in the window is at most one in its length",
                        cells(arm -> arm.refused() == 0
                                ? "below " + Numbers.of(Math.round(3_600 / arm.seconds()))
                                : Numbers.of(arm.refusedPerHour())))
                .row(
                        "messages/s",
                        "handled, the refused ones not among them",
                        cells(arm -> Numbers.of(arm.messages() / arm.seconds())))
                .row(
                        "full collections",
                        "of the whole heap, in the window: what the JVM does before it refuses direct memory",
                        cells(arm -> Numbers.of((long) arm.fullCollections())))
                .row(
                        "stopped",
                        "part of the window in which the JVM stood still",
                        cells(arm -> Numbers.percent(arm.stoppedShare())))
                .row(
                        "latency p99, ms",
                        "from the time at which a message was due to the end of its work",
                        cells(arm -> Numbers.of(arm.p99Millis())))
                .row(
                        "native at most, MiB",
                        "most that the arm held for its frames",
                        cells(arm -> Numbers.mib(arm.nativeMaxBytes())))
                .build();
    }

    private String[] cells(Function<ArmCount, String> text) {
        return arms.stream()
                .map(arm -> arm.error() == null ? text.apply(arm) : "FAILED")
                .toArray(String[]::new);
    }
}
