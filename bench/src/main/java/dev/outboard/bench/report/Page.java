package dev.outboard.bench.report;

import dev.outboard.bench.run.Environment;
import java.util.List;

/**
 * A whole report.
 *
 * @param lead one paragraph: what was run and how to run it again
 * @param created when, ISO 8601 in UTC
 * @param claims the article's figures beside ours; empty for a report that has none
 */
public record Page(
        String title,
        String lead,
        String created,
        Environment environment,
        List<Claim> claims,
        List<Section> sections) {

    public Page {
        claims = List.copyOf(claims);
        sections = List.copyOf(sections);
    }
}
