package dev.outboard.bench.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.outboard.bench.run.Environment;

/**
 * A report that knows no machine, as a file of its own: its fields, and beside them when and on what it was measured.
 *
 * @param created time of the run's start, ISO 8601 in UTC
 */
public record Measured<T>(
        String created,
        Environment environment,
        @JsonUnwrapped T report) {}
