package dev.outboard.bench.report;

import dev.outboard.bench.run.Environment;
import java.util.List;

/**
 * A whole report.
 *
 * @param lead one paragraph: what was run and how to run it again
 * @param created when, ISO 8601 in UTC
 * @param alerts what a reader has to know before anything else, such as that a check failed; empty for a sound run
 * @param claims the article's figures beside ours; empty for a report that has none
 * @param raw every figure, folded
 */
public record Page(
        String title,
        String lead,
        String created,
        Environment environment,
        List<String> alerts,
        List<Claim> claims,
        List<Section> sections,
        List<Raw> raw) {

    public Page {
        alerts = List.copyOf(alerts);
        claims = List.copyOf(claims);
        sections = List.copyOf(sections);
        raw = List.copyOf(raw);
    }

    /** One without alerts and raw data. */
    public Page(
            String title,
            String lead,
            String created,
            Environment environment,
            List<Claim> claims,
            List<Section> sections) {
        this(title, lead, created, environment, List.of(), claims, sections, List.of());
    }

    /**
     * Figures as they were measured.
     *
     * @param data what JSON is made of
     */
    public record Raw(String title, Object data) {}
}
