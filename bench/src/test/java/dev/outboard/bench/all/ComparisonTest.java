package dev.outboard.bench.all;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.bench.all.Comparison.Verdict;
import dev.outboard.bench.report.HtmlReport;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.Ratio;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.suite.PartResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    @TempDir
    private Path folder;

    @Test
    void ratios_areHeldAgainstEachOther_byTheirIntervals() throws Exception {
        Path old = report(
                "old.json",
                FakePart.ratio("same", 0.5, 0.45, 0.55),
                FakePart.ratio("better", 0.8, 0.75, 0.85),
                FakePart.ratio("worse", 0.8, 0.75, 0.85),
                FakePart.ratio("wide", 0.8, 0.4, 1.2),
                FakePart.ratio("gone", 0.8, 0.75, 0.85));
        Path young = report(
                "new.json",
                FakePart.ratio("same", 0.57, 0.54, 0.6),
                FakePart.ratio("better", 0.6, 0.55, 0.65),
                FakePart.ratio("worse", 1.1, 1.0, 1.2),
                FakePart.ratio("wide", 0.8, 0.75, 0.85),
                FakePart.ratio("here", 0.8, 0.75, 0.85));
        Comparison comparison = Comparison.of(old, young);
        assertThat(comparison.rows())
                .extracting(Comparison.Row::verdict)
                .containsExactly(
                        Verdict.AGREES,
                        Verdict.BETTER,
                        Verdict.WORSE,
                        Verdict.INCONCLUSIVE,
                        Verdict.ONLY_BEFORE,
                        Verdict.ONLY_AFTER);
        assertThat(comparison.agreement()).isEqualTo(1 / 3.0);
        assertThat(comparison.inconclusive()).isEqualTo(0.25);
        String text = TextReport.render(ComparisonPage.section(comparison));
        assertThat(text)
                .contains("MISSED: 1 of 3 conclusive ratios agree, 33.3 % (goal: at least 90 %).")
                .contains("worse: title of worse: 0.800 (0.750 to 0.850) before, 1.10 (1.00 to 1.20) now.");
    }

    @Test
    void runsThatAgree_meetTheGoals() throws Exception {
        Path old = report("old.json", FakePart.ratio("a", 0.5, 0.45, 0.55));
        Comparison comparison = Comparison.of(old, old);
        assertThat(comparison.agrees()).isTrue();
        assertThat(comparison.isConclusive()).isTrue();
        assertThat(HtmlReport.render(ComparisonPage.of(comparison, "now", Environment.capture())))
                .contains("met: 1 of 1 conclusive ratios agree, 100 %", "\"name\":\"old: title of a\"");
        JsonReport.write(folder.resolve("comparison.json"), comparison);
        assertThat(JsonReport.read(folder.resolve("comparison.json"), Comparison.class))
                .isEqualTo(comparison);
    }

    @Test
    void runsWithoutARatio_areUndecided() throws Exception {
        Path none = report("old.json");
        assertThat(TextReport.render(ComparisonPage.section(Comparison.of(none, none))))
                .contains("undecided: 0 of 0 conclusive ratios agree, none");
    }

    @Test
    void otherFiles_areRefused() throws Exception {
        Path good = report("good.json");
        refuses(good, "{\"schema\": 1}", "kind null (expected: outboard-suite, as bench all writes it)");
        refuses(good, "{\"kind\": \"outboard-suite\", \"schema\": 7}", "schema 7 (expected: 1)");
        refuses(good, "no JSON", "no JSON of a report (expected: one that bench all wrote)");
        Path twice = report("twice.json", FakePart.ratio("a", 1, 1, 1), FakePart.ratio("a", 1, 1, 1));
        assertThatThrownBy(() -> Comparison.of(good, twice)).hasMessageContaining("key a twice (expected: once)");
    }

    private void refuses(Path good, String content, String reason) throws Exception {
        Path file = folder.resolve("other.json");
        Files.writeString(file, content);
        assertThatThrownBy(() -> Comparison.of(good, file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("compare: " + file + ": " + reason);
    }

    private Path report(String name, Ratio... ratios) throws Exception {
        PartResult sound = FakePart.sound("gc");
        PartResult result = new PartResult("gc", sound.claims(), List.of(ratios), sound.section(), 0, 5, sound.data());
        Path file = folder.resolve(name);
        JsonReport.write(
                file,
                SuiteReport.of(
                        "2026-01-01T00:00:00Z",
                        Profile.SHORT,
                        0,
                        1,
                        Environment.capture(),
                        List.of(Outcome.of(result, 1))));
        return file;
    }
}
