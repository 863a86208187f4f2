package dev.outboard.bench.codec;

import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Stats;
import java.util.List;

/**
 * Everything that a run of the codec benchmark measured.
 *
 * @param created when the run began, ISO 8601 in UTC
 * @param notes what a reader has to know before quoting a figure
 */
public record CodecReport(
        String created,
        Environment environment,
        CodecPlan plan,
        List<CodecRun> runs,
        List<CodecBar> bars,
        List<String> notes) {
    public CodecReport {
        runs = List.copyOf(runs);
        bars = List.copyOf(bars);
        notes = List.copyOf(notes);
    }

    /** Whether every contender gave back what it was given, and ended well. */
    public boolean valid() {
        return runs.stream().allMatch(run -> run.error() == null);
    }

    /** Nanoseconds per operation over the rounds: the median of each round's JVM. */
    Stats.Spread nanos(int jdk, Contender contender, String data, Operation operation) {
        return Stats.spread(of(runs, jdk, contender, data, operation).stream()
                .mapToDouble(CodecRun::median)
                .toArray());
    }

    static List<CodecRun> of(List<CodecRun> runs, int jdk, Contender contender, String data, Operation operation) {
        return runs.stream()
                .filter(run -> run.error() == null && run.jdk() == jdk)
                .filter(run -> run.contender() == contender && run.data().equals(data) && run.operation() == operation)
                .toList();
    }
}
