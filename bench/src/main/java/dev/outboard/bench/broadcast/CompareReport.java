package dev.outboard.bench.broadcast;

import dev.outboard.bench.run.Environment;
import java.util.List;

/**
 * What {@link CompareBench} measured.
 *
 * @param schema version of this record's layout: {@value #SCHEMA}
 * @param created when the run began, ISO 8601 in UTC
 * @param serverFlags all JVM flags of the servers, the same for every mode
 * @param loadFlags all JVM flags of the loads
 * @param transport socket transport of the servers, as they say it
 * @param runs every run, in the order in which they ran
 */
public record CompareReport(
        int schema,
        String created,
        Environment environment,
        ComparePlan plan,
        List<String> serverFlags,
        List<String> loadFlags,
        String transport,
        List<CompareRun> runs) {
    static final int SCHEMA = 1;

    public CompareReport {
        serverFlags = List.copyOf(serverFlags);
        loadFlags = List.copyOf(loadFlags);
        runs = List.copyOf(runs);
    }

    /** Whether every run is sound. */
    public boolean valid() {
        return runs.stream().allMatch(run -> run.error() == null);
    }

    /** The sound runs of a mode in a cell, in order of their rounds, those that the drop rule leaves out among them. */
    List<CompareRun> runs(String mode, CompareCell cell) {
        return runs.stream()
                .filter(run -> run.mode().equals(mode) && run.cell() == cell && run.error() == null)
                .toList();
    }

    /** Those that count: all of them where the drop rule leaves none. */
    List<CompareRun> counted(String mode, CompareCell cell) {
        final List<CompareRun> all = runs(mode, cell);
        final List<CompareRun> kept =
                all.stream().filter(run -> !run.isDropped()).toList();
        return kept.isEmpty() ? all : kept;
    }
}
