package dev.outboard.bench.report;

import java.util.List;

/**
 * One benchmark's results as a reader sees them.
 *
 * @param id a word for links
 * @param question what the benchmark answers, with its conditions
 * @param failures why these figures are not to be believed, one line each; empty for a sound run
 * @param warnings why they are not to be quoted as facts, one line each; empty for an undisturbed run
 * @param findings sentences made from the figures, printed under the tables
 * @param notes what a reader has to know before quoting a figure
 */
public record Section(
        String id,
        String title,
        String question,
        List<String> failures,
        List<String> warnings,
        List<Table> tables,
        List<Chart> charts,
        List<String> findings,
        List<String> notes) {

    public Section {
        failures = List.copyOf(failures);
        warnings = List.copyOf(warnings);
        tables = List.copyOf(tables);
        charts = List.copyOf(charts);
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /** One without warnings. */
    public Section(
            String id,
            String title,
            String question,
            List<String> failures,
            List<Table> tables,
            List<Chart> charts,
            List<String> findings,
            List<String> notes) {
        this(id, title, question, failures, List.of(), tables, charts, findings, notes);
    }

    /** Whether a check failed: the run then proves nothing, however good its figures look. */
    public boolean failed() {
        return !failures.isEmpty();
    }
}
