package dev.outboard.bench.prove;

import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.Table;
import java.util.List;

/**
 * What one scenario has shown.
 *
 * @param id its name on the command line
 * @param question what it answers, with its conditions
 * @param notes what a reader has to know before quoting a figure
 */
record Proof(String id, String title, String question, List<Finding> findings, List<String> notes) {
    Proof {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /** Whether every bar was met. */
    boolean passed() {
        return failures().isEmpty();
    }

    List<String> failures() {
        return findings.stream()
                .filter(finding -> !finding.met())
                .map(finding -> finding.name() + ": " + finding.measured() + " (expected: " + finding.expected() + ")")
                .toList();
    }

    Section section() {
        Table.Builder table = Table.of("What was measured", List.of("measured", "expected"));
        findings.forEach(
                finding -> table.row(finding.name(), finding.definition(), finding.measured(), finding.expected()));
        return new Section(
                id,
                title,
                question,
                List.of(),
                List.of(table.build()),
                List.of(),
                failures().stream().map(failure -> "MISSED " + failure).toList(),
                notes);
    }
}
