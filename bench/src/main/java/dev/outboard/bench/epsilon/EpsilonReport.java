package dev.outboard.bench.epsilon;

import dev.outboard.bench.report.Numbers;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.Table;
import dev.outboard.bench.run.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Everything that the runs left on their heaps.
 *
 * @param created when the first run began, ISO 8601 in UTC
 * @param sound whether the bar holds for a run of this length
 * @param flags of the JVMs without a collector
 */
record EpsilonReport(
        String created, Environment environment, boolean sound, List<String> flags, List<EpsilonRun> runs) {
    /** Bytes per call, on each side, that count as none. */
    static final double BAR = 0.1;

    EpsilonReport {
        flags = List.copyOf(flags);
        runs = List.copyOf(runs);
    }

    /** Whether every run came to its end with every reply right, and none left more on the heap than the bar allows. */
    boolean passed() {
        return runs.stream().allMatch(run -> run.error() == null) && (!sound || missed().isEmpty());
    }

    /** The counted runs above the bar. */
    List<EpsilonRun> missed() {
        return runs.stream()
                .filter(run -> run.collector() && run.error() == null)
                .filter(run -> run.client().bytesPerCall() > BAR || run.server().bytesPerCall() > BAR)
                .toList();
    }

    Section section() {
        return new Section(
                "epsilon",
                "Without a collector",
                "Do calls leave anything to collect? Unary calls over loopback with the generated chat message, every field"
                        + " written and read on both sides, every reply compared; client and server in JVMs of their own.",
                runs.stream()
                        .filter(run -> run.error() != null)
                        .map(run -> name(run) + ": " + run.error())
                        .toList(),
                List.of(heaps(), counted()),
                List.of(),
                List.of(verdict()),
                List.of());
    }

    private String verdict() {
        if (!sound) {
            return "Too few calls for the bar of " + BAR + " B per call: what a start leaves behind weighs too much.";
        }
        List<EpsilonRun> missed = missed();
        return missed.isEmpty()
                ? "met: at most " + BAR + " B per call on each side, in every counted run"
                : "MISSED: at most " + BAR + " B per call on each side: "
                        + String.join(
                                "; ", missed.stream().map(EpsilonReport::name).toList());
    }

    private Table heaps() {
        Table.Builder table = Table.of(
                "Heaps of 512 MiB that nothing collects: MiB in use before the first call and behind the last, and bytes"
                        + " of heap per call, start included.",
                List.of("calls", "calls/s", "client, MiB", "client, B", "server, MiB", "server, B"));
        for (EpsilonRun run : runs) {
            if (!run.collector()) {
                table.row(
                        name(run),
                        "calls on the event loops of both sides; the JVM would end where its heap is full",
                        Numbers.of(run.totalCalls()),
                        Numbers.of(run.calls() / run.seconds()),
                        grown(run.client()),
                        each(run.client(), run),
                        grown(run.server()),
                        each(run.server(), run));
            }
        }
        return table.build();
    }

    private static String grown(EpsilonRun.Side side) {
        return Numbers.mib(side.heapStart()) + " to " + Numbers.mib(side.heapEnd());
    }

    private static String each(EpsilonRun.Side side, EpsilonRun run) {
        return bytes((side.heapEnd() - side.heapStart()) / (double) run.totalCalls());
    }

    private Table counted() {
        Table.Builder table = Table.of(
                "Bytes that all threads of a JVM but its measuring one allocated per call, by the JVM's exact counters,"
                        + " after a warm-up of half as many calls. A publish goes to 500 connections; its bytes are those per message"
                        + " delivered, so that what a JVM allocates beside the calls does not decide.",
                List.of("calls", "calls/s", "client, B", "server, B"));
        for (EpsilonRun run : runs) {
            if (run.collector()) {
                List<Table.Cell> cells = new ArrayList<>();
                cells.add(Table.Cell.of(Numbers.of(run.calls())));
                cells.add(Table.Cell.of(Numbers.of(run.calls() / run.seconds())));
                cells.add(cell(run.client()));
                cells.add(cell(run.server()));
                table.row(
                        name(run),
                        switch (run.execution()) {
                            case "loop" -> "handlers on the server's event loop";
                            case "workers" -> "handlers on two workers";
                            default -> "one message encoded once and pushed to 500 connections";
                        },
                        cells);
            }
        }
        return table.build();
    }

    private Table.Cell cell(EpsilonRun.Side side) {
        boolean over = sound && side.bytesPerCall() > BAR;
        return new Table.Cell(bytes(side.bytesPerCall()), over ? Table.Tone.FAILED : Table.Tone.PLAIN);
    }

    private static String bytes(double each) {
        return Double.isNaN(each) ? "unknown" : String.format(Locale.ROOT, "%.4f", each);
    }

    private static String name(EpsilonRun run) {
        return run.codec() + ", " + run.execution() + ", " + run.cell();
    }
}
