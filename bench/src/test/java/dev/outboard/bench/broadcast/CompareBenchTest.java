package dev.outboard.bench.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.report.HtmlReport;
import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.report.Section;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Progress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The comparison against a contender with a planted defect, and what is made of figures that are known. */
class CompareBenchTest {
    private static final List<String> MODES = List.of("per-recipient", "pool");

    @TempDir
    Path work;

    @Test
    void run_ofSoundContenders_isValidAndReadsBack() throws Exception {
        CompareReport report = run(PlantedIm.SOUND);
        assertThat(report.runs()).extracting(CompareRun::error).containsOnlyNulls();
        assertThat(report.valid()).isTrue();
        assertThat(report.runs())
                .extracting(run -> run.mode() + " " + run.cell().id())
                .containsExactly(
                        "per-recipient closed", "pool closed",
                        "per-recipient open", "pool open",
                        "per-recipient stalled", "pool stalled");
        assertThat(report.runs())
                .allSatisfy(run -> assertThat(run.figures().goodputPerSecond()).isEqualTo(500));
        JsonReport.write(work.resolve("report.json"), report);
        assertThat(JsonReport.read(work.resolve("report.json"), CompareReport.class))
                .isEqualTo(report);
    }

    @Test
    void run_thatLosesMessages_isFailed() throws Exception {
        CompareReport report = run(PlantedIm.LOSES_MESSAGES);
        assertThat(report.valid()).isFalse();
        assertThat(TextReport.render(CompareSection.of(report)))
                .contains("FAILED: these figures prove nothing")
                .contains("pool, closed, round 1: recipients found nowhere: 12 (expected: 0)")
                .containsPattern("checks +FAILED +FAILED");
    }

    @Test
    void ratios_areOfTheSameRound_withTheBoundsOfTheirMedian() throws Exception {
        CompareReport report = report(List.of(1.5, 1.8, 2.0, 2.2, 2.4), 0);
        String text = TextReport.render(CompareSection.of(report));
        assertThat(text).contains("pool: goodput 2.00 (1.50 to 2.40) times per-recipient's");
        assertThat(text)
                .containsPattern("goodput, ratio +1\\.00 \\(1\\.00 to 1\\.00\\) +2\\.00 \\(1\\.50 to 2\\.40\\)");
        assertThat(HtmlReport.render(CompareSection.page(report)))
                .contains("2.00 (1.50 to 2.40)")
                .contains("goodput, closed");
    }

    @Test
    void change_thatGoesTheWrongWay_isPrintedLikeAnyOther() {
        String text = TextReport.render(CompareSection.of(report(List.of(0.5, 0.6, 0.7, 0.8), 0)));
        assertThat(text).contains("pool: goodput 0.65 (0.50 to 0.80) times per-recipient's");
    }

    @Test
    void tooFewRounds_haveNoBounds_andNoisyOnesSaySo() {
        Section section = CompareSection.of(report(List.of(2.0, 2.0), 0.5));
        assertThat(section.findings()).first().asString().contains("goodput 2.00 (too few) * times per-recipient's");
        assertThat(section.notes()).first().asString().endsWith("Here 4 of 4 runs are dropped.");
    }

    private CompareReport run(long defect) throws Exception {
        return CompareBench.run(plan(1, 1, 1, defect), work, PlantedIm.class.getName(), Progress.silent());
    }

    /** Runs of a closed loop, one round for each of these ratios of the goodput. */
    private static CompareReport report(List<Double> ratios, double foreignCores) {
        List<CompareRun> runs = new ArrayList<>();
        for (int round = 0; round < ratios.size(); round++) {
            double base = 10_000 + 1_000 * round;
            runs.add(run(MODES.get(0), round, base, foreignCores));
            runs.add(run(MODES.get(1), round, base * ratios.get(round), foreignCores));
        }
        return new CompareReport(
                CompareReport.SCHEMA,
                "2026-01-01T00:00:00Z",
                Environment.capture(),
                plan(ratios.size(), 0, 0, 1),
                List.of(),
                List.of(),
                "nio",
                runs);
    }

    private static CompareRun run(String mode, int round, double goodput, double foreignCores) {
        return new CompareRun(
                mode,
                CompareCell.CLOSED,
                round,
                new CompareRun.Figures(goodput, 1, 2, 3 << 20, 4 << 20, 20, 5, 6),
                Map.of(),
                0,
                false,
                "",
                foreignCores,
                0,
                null);
    }

    private static ComparePlan plan(int pairs, int rate, int stalled, long seed) {
        return new ComparePlan(MODES, pairs, 10, 1, 10, 1, 240, rate, 240, stalled, 0, 1, "safe", 64, seed);
    }
}
