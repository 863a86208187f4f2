package dev.outboard.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.broadcast.BroadcastArm;
import dev.outboard.bench.broadcast.BroadcastCell;
import dev.outboard.bench.broadcast.BroadcastPlan;
import dev.outboard.bench.broadcast.BroadcastReport;
import dev.outboard.bench.broadcast.BroadcastRun;
import dev.outboard.bench.gc.GcPlan;
import dev.outboard.bench.gc.GcReport;
import dev.outboard.bench.report.Claim;
import dev.outboard.bench.report.HtmlReport;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.run.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoReportTest {
    @TempDir
    Path directory;

    @Test
    void json_readsBackAsWritten() throws Exception {
        final Path file = directory.resolve("report.json");
        final DemoReport report = report(null);

        JsonReport.write(file, report);

        assertThat(JsonReport.read(file, DemoReport.class)).isEqualTo(report);
        assertThat(Files.readString(file))
                .contains("\"schema\" : 1", "\"arm\" : \"pool\"", "\"cell\" : \"closed\"", "\"verdict\" : ");
    }

    @Test
    void page_holdsBothPartsAndEveryClaim() throws Exception {
        final DemoReport report = report(null);

        final String html = HtmlReport.render(report.page());

        assertThat(html).contains("<h2>A. GC pauses</h2>", "<h2>B. Group broadcast</h2>");
        assertThat(report.claims())
                .isNotEmpty()
                .allSatisfy(claim -> assertThat(html).contains(claim.subject()));
    }

    @Test
    void aFailedRun_makesTheReportInvalidAndItsClaimsVoid() throws Exception {
        final DemoReport report = report("in flight after the drain: 3 (expected: 0)");

        assertThat(report.valid()).isFalse();
        assertThat(HtmlReport.render(report.page())).contains("in flight after the drain: 3 (expected: 0)");
        assertThat(report.claims())
                .filteredOn(claim -> claim.subject().startsWith("goodput"))
                .extracting(Claim::verdict)
                .containsExactly(Claim.Verdict.VOID);
    }

    @Test
    void plans_stayWithinTheTimeThatTheyPromise() {
        final DemoPlan plan = DemoPlan.standard();

        assertThat(plan.gc().budgetSeconds() + plan.broadcast().estimatedSeconds())
                .isBetween(60, 350);
        assertThat(DemoPlan.smoke().broadcast().estimatedSeconds()).isBetween(1, 35);
        assertThat(plan.withPairs(5).broadcast().pairs()).isEqualTo(5);
        assertThat(plan.withPairs(5).gc().pairs()).isEqualTo(5);
    }

    private static DemoReport report(@Nullable String error) {
        final GcReport gc = new GcReport(
                GcPlan.demo(), "25", List.of("-Xmx1g"), List.of(), List.of(), List.of(), "No cause.", List.of());
        final BroadcastReport broadcast = new BroadcastReport(
                BroadcastPlan.demo(),
                "25",
                List.of(),
                List.of(),
                "epoll",
                List.of(run(BroadcastArm.PER_RECIPIENT, 20_000, null), run(BroadcastArm.POOL, 30_000, error)),
                List.of());
        return DemoReport.of("2026-01-01T00:00:00Z", false, Environment.capture(), gc, broadcast);
    }

    private static BroadcastRun run(BroadcastArm arm, double goodput, @Nullable String error) {
        return new BroadcastRun(
                arm,
                BroadcastCell.CLOSED,
                0,
                goodput,
                goodput / 500,
                new BroadcastRun.Latency(1, 2, 3, 4),
                new BroadcastRun.Server(1, 2, 3, 4, 5, 6, Double.NaN),
                Map.of("timeout", 1L),
                2,
                false,
                "offered 1 = delivered 1",
                0.1,
                Double.NaN,
                error);
    }
}
