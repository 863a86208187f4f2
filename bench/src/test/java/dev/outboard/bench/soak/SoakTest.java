package dev.outboard.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.gc.GcArm;
import dev.outboard.bench.report.Claim;
import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.run.Trend;
import dev.outboard.bench.soak.Tally.End;
import dev.outboard.bench.suite.Journal;
import dev.outboard.bench.suite.PartResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoakTest {
    @ParameterizedTest
    @ValueSource(strings = {"safe", "unsafe"})
    void shortRun_losesNothing(String codec) throws Exception {
        SoakReport report = SoakBench.run(codec, 3, 20_261_127, Progress.silent());

        assertThat(TextReport.render(report.section())).doesNotContain("FAILED");
        assertThat(report.passed()).isTrue();
        assertThat(report.rows()).allMatch(row -> row.started() > 0 && row.right() > 0);
        assertThat(report.ledgerAtEnd()).isZero();
        assertThat(report.samples()).hasSize(3).allMatch(sample -> sample.threads() > 0 && sample.heapBytes() > 0);
    }

    @Test
    void callThatIsLost_orEndsTwice_failsTheRun() {
        assertThat(report(0, 0, 0).passed()).isTrue();
        assertThat(TextReport.render(report(1, 0, 0).section())).contains("unary: 0 wrong, 0 ended twice, 1 lost");
        assertThat(TextReport.render(report(0, 1, 0).section())).contains("unary: 0 wrong, 1 ended twice, 0 lost");
        assertThat(TextReport.render(report(0, 0, 64).section())).contains("ledger: 64 bytes at the end (expected: 0)");
    }

    @Test
    void tally_knowsWhatIsOpen() {
        Tally tally = new Tally();
        tally.started(Kind.UNARY);
        tally.started(Kind.UNARY);
        tally.ended(Kind.UNARY, End.CUT);
        tally.wrong(Kind.UNARY, End.TWICE, "ended twice");
        assertThat(tally.open(Kind.UNARY)).isEqualTo(1);
        assertThat(tally.open()).isEqualTo(1);
        assertThat(tally.firstWrong()).isEqualTo("unary: ended twice");
    }

    @Test
    void whatGrows_failsTheRun_behindTheWarmUp() {
        List<SoakSample> flat = samples(second -> 64_000);
        assertThat(report(0, 0, 0, flat).passed()).isTrue();
        assertThat(report(0, 0, 0, flat).growth()).extracting(Growth::verdict).containsOnly(Trend.Verdict.FLAT);
        // A rise that ends with the first quarter is none.
        assertThat(report(0, 0, 0, samples(second -> 100_000L * Math.min(second, 30)))
                        .passed())
                .isTrue();
        SoakReport leaking = report(0, 0, 0, samples(second -> 64_000 + 10_000L * second));
        assertThat(leaking.passed()).isFalse();
        assertThat(TextReport.render(leaking.section()).replaceAll("\\s+", " "))
                .contains("ledger: grows by +585.938 KiB a minute (expected: flat, at most 256 KiB over the run)")
                .contains("heap after GC 8.00 MiB +0.000 +0.000 to +0.000 2.00 MiB 90 flat");
    }

    @Test
    void growthOfTheResidentSet_isPrinted_andFailsNothing() {
        List<SoakSample> samples = new ArrayList<>();
        for (int second = 1; second <= 120; second++) {
            samples.add(new SoakSample(second, 0, (200L << 20) + ((long) second << 20), 5, -1));
        }
        SoakReport report = report(0, 0, 0, samples);
        assertThat(report.passed()).isTrue();
        assertThat(TextReport.render(report.section())).containsPattern("RSS .* grows");
    }

    @Test
    void arms_areCounted_andOneThatAltersMessagesFails() {
        ArmCount refuses = new ArmCount("legacy", 60, 6_000_000, 120_000, 0, 0.02, 96 << 20, 25, 0, null);
        ArmCount pays = new ArmCount("direct", 60, 5_000_000, 0, 300, 0.8, 96 << 20, 1_400, 0.5, null);
        String text = TextReport.render(arms(refuses, pays).section());
        assertThat(text)
                .containsPattern("refused +120,000 +0\n")
                .containsPattern("refused per hour +7,200,000 +below 60\n")
                .containsPattern("full collections +0 +300\n")
                .contains("A week cannot be shown in 60 s")
                .contains("Others used more than 0.2 cores in 1 of 2 runs");
        assertThat(arms(refuses, pays).passed()).isTrue();
        ArmCount alters = new ArmCount("broken", 60, 1, 0, 0, 0, 0, 1, 0, "3 messages altered");
        assertThat(arms(alters).passed()).isFalse();
        assertThat(TextReport.render(arms(alters).section())).contains("broken: 3 messages altered");
    }

    @Test
    void part_takesFromItsJournal_andClaimsNoMoreThanItSaw(@TempDir Path work) throws Exception {
        Journal journal = Journal.in(work.resolve("journal"));
        journal.add("calls", report(0, 0, 0));
        for (GcArm arm : GcArm.standard()) {
            journal.add(
                    "arm-" + arm.id(),
                    new ArmCount(arm.id(), 30, 3_000_000, arm.isLegacy() ? 7 : 0, 0, 0.1, 96 << 20, 20, 0.5, null));
        }
        PartResult result = new SoakPart(600, 30, GcArm.standard()).run(work, journal, Progress.silent());
        assertThat(result.valid()).isTrue();
        assertThat(result.noisyRuns()).isEqualTo(result.runs() - 1);
        assertThat(result.claims()).hasSize(1);
        assertThat(result.claims().get(0).verdict()).isEqualTo(Claim.Verdict.REPRODUCED);
        assertThat(result.claims().get(0).measured())
                .isEqualTo("7 refusals before, 0 after, in 30 s with 96 MiB; a week was not watched");
        assertThat(TextReport.render(result.section()))
                .contains("refused per hour")
                .contains("What must not grow");
        journal.add("calls", report(1, 0, 0));
        assertThat(new SoakPart(600, 30, GcArm.standard())
                        .run(work, journal, Progress.silent())
                        .valid())
                .isFalse();
    }

    private static ArmsReport arms(ArmCount... counts) {
        return new ArmsReport(
                "2026-01-01T00:00:00Z",
                Environment.capture(),
                60,
                96,
                120_000,
                List.of(counts),
                SoakArms.notes(List.of(), List.of(counts), 60));
    }

    private static List<SoakSample> samples(IntToLongFunction ledger) {
        List<SoakSample> samples = new ArrayList<>();
        for (int second = 1; second <= 120; second++) {
            samples.add(new SoakSample(second, ledger.applyAsLong(second), 200 << 20, 5, 8 << 20));
        }
        return samples;
    }

    private static SoakReport report(long lost, long twice, long left) {
        return report(lost, twice, left, samples(second -> 0));
    }

    private static SoakReport report(long lost, long twice, long left, List<SoakSample> samples) {
        return new SoakReport(
                "2026-01-01T00:00:00Z",
                Environment.capture(),
                "safe",
                "nio",
                1,
                3,
                100,
                200,
                List.of(new SoakReport.Row(Kind.UNARY, 10, 10 - lost, 0, 0, 0, twice, lost)),
                1,
                0,
                samples,
                left,
                1 << 20,
                5,
                5,
                "");
    }
}
