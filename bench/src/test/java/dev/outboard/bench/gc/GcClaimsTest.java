package dev.outboard.bench.gc;

import static dev.outboard.bench.gc.GcArm.DIRECT_PER_MESSAGE;
import static dev.outboard.bench.gc.GcArm.LEGACY_MISSED_FREE;
import static dev.outboard.bench.gc.GcArm.SAFE_POOLED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.report.Claim;
import dev.outboard.bench.report.Claim.Verdict;
import dev.outboard.bench.report.TextReport;
import org.junit.jupiter.api.Test;

class GcClaimsTest {
    private static final String POOLED = "pause P99, legacy-missed-free to safe-pooled";
    private static final String LITERAL = "pause P99, legacy-missed-free to direct-per-message";

    @Test
    void claims_showTheLiteralMigrationToo() {
        final GcReport report = GcRuns.report(
                GcRuns.closed(LEGACY_MISSED_FREE, 0, 20),
                GcRuns.closed(DIRECT_PER_MESSAGE, 0, 24),
                GcRuns.closed(SAFE_POOLED, 0, 5));

        assertThat(claim(report, POOLED).measured()).isEqualTo("-75 %");
        assertThat(claim(report, POOLED).verdict()).isEqualTo(Verdict.REPRODUCED);
        assertThat(claim(report, LITERAL).measured()).isEqualTo("+20 %");
        assertThat(claim(report, LITERAL).verdict()).isEqualTo(Verdict.REVERSED);
        assertThat(TextReport.render(GcSection.of(report)))
                .containsPattern("direct-per-message: pause P99 .*\\+20 % +-41 %");
    }

    @Test
    void claims_ofAReportWithAFailedRun_areVoid() {
        final GcReport report = GcRuns.report(
                GcRuns.closed(LEGACY_MISSED_FREE, 0, 20),
                GcRuns.closed(SAFE_POOLED, 0, 5),
                GcRuns.mismatched(SAFE_POOLED));

        assertThat(GcClaims.of(report)).extracting(Claim::verdict).containsOnly(Verdict.VOID);
    }

    @Test
    void claims_withoutMeasurement_areVoid() {
        final GcReport report = GcRuns.report(GcRuns.closed(SAFE_POOLED, 0, 5));

        assertThat(claim(report, POOLED).measured()).isEqualTo("unknown");
        assertThat(claim(report, POOLED).verdict()).isEqualTo(Verdict.VOID);
    }

    private static Claim claim(GcReport report, String subject) {
        return GcClaims.of(report).stream()
                .filter(claim -> claim.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }
}
