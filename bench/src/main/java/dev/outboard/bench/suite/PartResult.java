package dev.outboard.bench.suite;

import dev.outboard.bench.report.Claim;
import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.report.Section;
import java.util.List;

/**
 * What a part of a suite found.
 *
 * @param id of the part
 * @param claims the article's figures beside ours; may be empty
 * @param ratios every ratio that the part stands on, each with its interval; what two runs are compared by
 * @param section as a reader sees it; its failures void the part
 * @param noisyRuns runs in which others used more of the machine than the drop rule allows, and that count nevertheless
 * @param runs all that count
 * @param data every figure, for the JSON file
 */
public record PartResult(
        String id, List<Claim> claims, List<Ratio> ratios, Section section, int noisyRuns, int runs, Object data) {

    public PartResult {
        claims = List.copyOf(claims);
        ratios = List.copyOf(ratios);
    }

    /** Whether every check passed. */
    public boolean valid() {
        return !section.failed();
    }

    /** Whether more than half of its runs were disturbed: then its figures are not to be reported as facts. */
    public boolean noisy() {
        return 2 * noisyRuns > runs;
    }
}
