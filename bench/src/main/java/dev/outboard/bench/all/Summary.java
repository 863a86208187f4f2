package dev.outboard.bench.all;

import dev.outboard.bench.report.Claim;
import dev.outboard.bench.report.Claim.Verdict;
import dev.outboard.bench.suite.PartResult;
import java.util.ArrayList;
import java.util.List;

/** The article's claims as this run leaves them. No state; any thread. */
final class Summary {
    private Summary() {}

    /** What the parts found, held back where it is void or noisy, and then what nobody measured. */
    static List<Claim> of(List<Outcome> outcomes) {
        List<Claim> claims = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            PartResult result = outcome.result();
            if (result != null) {
                result.claims().forEach(claim -> claims.add(judged(claim, outcome, result)));
            }
        }
        for (ArticleClaim claim : ArticleClaim.values()) {
            if (outcomes.stream()
                    .noneMatch(
                            outcome -> outcome.result() != null && outcome.id().equals(claim.part()))) {
                claims.add(claim.notMeasured());
            }
        }
        return List.copyOf(claims);
    }

    private static Claim judged(Claim claim, Outcome outcome, PartResult result) {
        return switch (outcome.state()) {
            case FAILED -> claim.judged(claim.measured(), Verdict.VOID, "A check failed: " + outcome.reason());
            case NOISY ->
                heldBack(
                        claim,
                        "Others used the machine in " + result.noisyRuns() + " of the part's " + result.runs()
                                + " runs.");
            case MEASURED, CUT ->
                claim.noisy() && claim.verdict().isJudgement()
                        ? heldBack(claim, "Others used the machine in most of the runs behind it.")
                        : claim;
        };
    }

    private static Claim heldBack(Claim claim, String reason) {
        return claim.judged("not reported", Verdict.NOISY, reason);
    }
}
