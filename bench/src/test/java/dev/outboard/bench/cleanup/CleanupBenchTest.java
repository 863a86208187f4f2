package dev.outboard.bench.cleanup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.outboard.bench.report.Claim;
import dev.outboard.bench.report.HtmlReport;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import dev.outboard.bench.suite.PartResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CleanupBenchTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Way.class)
    void everyWay_closesAll_inTheRightOrder(Way way) {
        for (int depth : way.group().depths()) {
            try (Work work = Work.of(way, depth)) {
                boolean each = way == Way.LOOP_NESTED || way == Way.LOOP_SCOPE || way == Way.LOOP_SCOPE_NEW;
                assertThat(work.verify()).isEqualTo(each ? 1 : depth);
                assertThat(work.verify()).as("again").isEqualTo(each ? 1 : depth);
            }
        }
    }

    @Test
    void depthsBetween_areClosedToo() {
        for (int depth = 1; depth <= Way.DEEPEST; depth++) {
            try (Work work = Work.of(Way.NESTED, depth)) {
                assertThat(work.verify()).isEqualTo(depth);
            }
        }
        assertThatThrownBy(() -> Work.of(Way.NESTED, 101)).hasMessage("depth: 101 (expected: 1 to 100)");
        assertThatThrownBy(() -> Way.of("goto")).hasMessageStartingWith("way: goto (expected: one of nested, scope,");
    }

    @Test
    void smokeRun_measures_andGoesOnWhereItsJournalEnds() throws Exception {
        Journal journal = Journal.in(folder.resolve("journal"));
        CleanupPlan plan = new CleanupPlan(List.of(Way.LOOP_SCOPE), 1, 1, 1, 10, 1_000);
        PartResult result = new CleanupPart(plan).run(folder.resolve("work"), journal, Progress.silent());
        assertThat(result.valid()).as("%s", result.section().failures()).isTrue();
        assertThat(result.runs()).isEqualTo(1);
        CleanupRun run = journal.find("loop-scope-1", CleanupRun.class).orElseThrow();
        assertThat(run.depths()).extracting(CleanupRun.Depth::depth).containsExactly(100);
        assertThat(run.depths()).allMatch(depth -> depth.median() > 0 && depth.mostOpen() == 1);
        // What the journal holds does not run again.
        journal.add("loop-scope-1", new CleanupRun(Way.LOOP_SCOPE, 0, List.of(), 0, "planted"));
        assertThat(new CleanupPart(plan)
                        .run(folder.resolve("work"), journal, Progress.silent())
                        .section()
                        .failures())
                .containsExactly("loop-scope, round 1: planted");
    }

    @Test
    void slope_isOfALine_andABendIsSeen() {
        CleanupReport straight = report(depth -> 5 + 3.0 * depth, depth -> 5 + 6.0 * depth);
        assertThat(straight.slope(Way.NESTED).estimate()).isCloseTo(3, within(0.1));
        assertThat(straight.bend(Way.NESTED).estimate()).isCloseTo(1, within(1e-6));
        assertThat(CleanupSection.claims(straight))
                .extracting(Claim::verdict)
                .containsExactly(Claim.Verdict.SMALLER, Claim.Verdict.NOT_REPRODUCED);
        CleanupReport bent = report(depth -> depth, depth -> Math.pow(1.1, depth));
        assertThat(CleanupSection.claims(bent).get(1).verdict()).isEqualTo(Claim.Verdict.REPRODUCED);
    }

    @Test
    void ratios_areOfTheSameRound_andPrinted() throws Exception {
        CleanupReport report = report(depth -> 10.0 * depth, depth -> 5.0 * depth);
        assertThat(report.ratios())
                .extracting(Ratio::key)
                .contains("cleanup/layers-100/ns/nested>scope", "cleanup/layers-10/ns/nested>scope");
        assertThat(report.ratios().get(0).interval().estimate()).isCloseTo(0.5, within(1e-9));
        String text = TextReport.render(CleanupSection.of(report));
        assertThat(text)
                .containsPattern("100 layers, ns +1,020 +510 ")
                .containsPattern("pending +0 +1,000\\n")
                .contains("1,000 scopes with a deadline were opened and closed: the timer holds 1,000");
        assertThat(HtmlReport.render(CleanupSection.page(report))).contains("One part, by who closes it");
        JsonReport.write(folder.resolve("report.json"), report);
        assertThat(JsonReport.read(folder.resolve("report.json"), CleanupReport.class))
                .isEqualTo(report);
    }

    @Test
    void run_thatClosedNothing_isFailed() {
        CleanupReport report = CleanupReport.of(
                "2026-01-01T00:00:00Z",
                Environment.capture(),
                CleanupPlan.smoke(),
                List.of(),
                List.of(new CleanupRun(Way.SCOPE, 0, List.of(), 0, "scope: still open: 3 (expected: 0)")),
                null,
                List.of());
        assertThat(report.valid()).isFalse();
        assertThat(TextReport.render(CleanupSection.of(report)))
                .contains("FAILED: these figures prove nothing")
                .contains("scope, round 1: scope: still open: 3 (expected: 0)");
        assertThat(CleanupSection.claims(report)).extracting(Claim::verdict).containsOnly(Claim.Verdict.VOID);
    }

    private static CleanupReport report(IntToDoubleFunction nested, IntToDoubleFunction scope) {
        List<CleanupRun> runs = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            runs.add(run(Way.NESTED, round, nested));
            runs.add(run(Way.SCOPE, round, scope));
        }
        return CleanupReport.of(
                "2026-01-01T00:00:00Z",
                Environment.capture(),
                CleanupPlan.quick(),
                List.of("-Xmx512m"),
                runs,
                new DeadlineLeak(1_000, 2_000, 0, 1_000, 88),
                List.of());
    }

    /** Rounds that differ by two per cent. */
    private static CleanupRun run(Way way, int round, IntToDoubleFunction nanos) {
        double factor = 1 + 0.02 * round;
        return new CleanupRun(
                way,
                round,
                way.group().depths().stream()
                        .map(depth ->
                                new CleanupRun.Depth(depth, List.of(nanos.applyAsDouble(depth) * factor), 0, depth))
                        .toList(),
                0,
                null);
    }
}
