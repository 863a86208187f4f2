package dev.outboard.bench.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.report.Claim;
import dev.outboard.bench.report.TextReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BroadcastSectionTest {
    private static final double MIB = 1 << 20;

    @Test
    void changes_areTheMedianOfThePairsBesideTheArticles() {
        final String text = TextReport.render(BroadcastSection.of(report(20_000, 30_000)));

        // Pairs: +50 %, +40 %, +60 %; RSS above idle 200 MiB to 50 MiB in each.
        assertThat(text)
                .containsPattern("change of goodput +\\+50 % \\(\\+40 to \\+60\\) +QPS \\+37 %")
                .containsPattern("change of RSS above idle +-75 % \\(-75 to -75\\) +RSS -62 %")
                .doesNotContain("FAILED");
    }

    @Test
    void verdict_followsTheFigures() {
        assertThat(BroadcastClaims.of(report(20_000, 30_000)))
                .extracting(Claim::verdict)
                .containsExactly(Claim.Verdict.REPRODUCED, Claim.Verdict.REPRODUCED);
        assertThat(BroadcastClaims.of(report(20_000, 15_000)).get(0).verdict()).isEqualTo(Claim.Verdict.REVERSED);
    }

    @Test
    void drops_areNamedByReason() {
        assertThat(TextReport.render(BroadcastSection.of(report(20_000, 30_000))))
                .containsPattern("drops +36 timeout +0\n");
    }

    @Test
    void everyRow_hasADefinition() {
        assertThat(BroadcastSection.of(report(1, 2)).tables())
                .allSatisfy(table -> assertThat(table.rows())
                        .allSatisfy(row -> assertThat(row.definition()).isNotBlank()));
    }

    @Test
    void noise_isNamedAndUnknownNoiseIsNot() {
        final BroadcastReport quiet = report(20_000, 30_000);
        final List<BroadcastRun> runs = new ArrayList<>(quiet.runs());
        runs.set(0, run(BroadcastArm.POOL, 0, 1, 0.7));
        runs.set(1, run(BroadcastArm.POOL, 1, 1, Double.NaN));
        final BroadcastReport noisy =
                new BroadcastReport(quiet.plan(), "25", List.of(), List.of(), "nio", runs, List.of());

        assertThat(BroadcastSection.of(noisy).notes())
                .filteredOn(note -> note.startsWith("Noisy"))
                .containsExactly("Noisy: others took 0.70 cores and the hypervisor 0.00 during pool, closed, pair 1.");
    }

    private static BroadcastReport report(double before, double after) {
        final List<BroadcastRun> runs = new ArrayList<>();
        for (int pair = 0; pair < 3; pair++) {
            final double shift = new double[] {0, -0.1, 0.1}[pair];
            runs.add(run(BroadcastArm.PER_RECIPIENT, pair, before, 0));
            runs.add(run(BroadcastArm.POOL, pair, after + shift * before, 0));
        }
        return new BroadcastReport(BroadcastPlan.demo(), "25", List.of(), List.of(), "epoll", runs, List.of());
    }

    private static BroadcastRun run(BroadcastArm arm, int pair, double goodput, double foreignCores) {
        final boolean legacy = arm.isLegacy();
        return new BroadcastRun(
                arm,
                BroadcastCell.CLOSED,
                pair,
                goodput,
                goodput / 500,
                new BroadcastRun.Latency(200, 400, 500, 600),
                new BroadcastRun.Server(
                        100 * MIB,
                        (legacy ? 300 : 150) * MIB,
                        (legacy ? 340 : 170) * MIB,
                        legacy ? 2000 : 29,
                        2100,
                        40 * MIB,
                        4 * MIB),
                Map.of("timeout", legacy ? 12L : 0L, "queue-full", 0L),
                0,
                false,
                "offered 1 = delivered 1",
                foreignCores,
                0,
                null);
    }
}
