package dev.outboard.bench.gc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import dev.outboard.bench.suite.PartResult;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One closed run per arm at the smallest scale, each in a JVM of its own, as the benchmark does it. */
class GcBenchTest {
    /** Those that run where Unsafe is denied are in {@link ArmContractTest} as well. */
    private static final List<GcArm> ARMS = List.of(
            GcArm.LEGACY_FINALIZER_GRAPH,
            GcArm.LEGACY_FINALIZER,
            GcArm.LEGACY_MISSED_FREE,
            GcArm.UNSAFE_CLEANER,
            GcArm.DIRECT_PER_MESSAGE,
            GcArm.UNSAFE_POOLED,
            GcArm.SAFE_POOLED);

    private static final GcPlan TINY =
            new GcPlan(List.of(new GcCell(GcCell.CLOSED, GcConditions.BASE, ARMS, 1, 2, 60)), 0, 5, 0, 0);
    private static final Set<GcArm> CLEANED = Set.of(GcArm.UNSAFE_CLEANER, GcArm.DIRECT_PER_MESSAGE);

    @TempDir
    private static Path folder;

    private static GcReport report;

    @BeforeAll
    static void runOnce() throws Exception {
        report = GcBench.run(TINY, Journal.in(folder), Progress.silent());
    }

    @Test
    void part_takesEndedRunsFromTheJournal() throws Exception {
        PartResult part = new GcPart(TINY, change -> change.from() == GcArm.LEGACY_FINALIZER)
                .run(folder, Journal.in(folder), Progress.silent());
        assertThat(part.data()).isEqualTo(report);
        assertThat(part.runs()).isEqualTo(report.runs().size());
        assertThat(part.ratios()).isNotEmpty().allMatch(ratio -> ratio.key().contains("/legacy-finalizer>"));
        assertThat(report.ratios())
                .containsAll(part.ratios())
                .hasSizeGreaterThan(part.ratios().size());
        assertThat(part.valid()).isTrue();
    }

    @Test
    void everyArm_runsAndHoldsItsChecks() {
        assertThat(GcSection.of(report).failures()).isEmpty();
        assertThat(report.runs()).extracting(GcRun::arm).isEqualTo(ARMS);
        assertThat(report.runs()).allSatisfy(run -> {
            assertThat(run.messages()).isPositive();
            assertThat(run.pauses().millis())
                    .isNotEmpty()
                    .hasSameSizeAs(run.pauses().atSeconds());
            assertThat(run.pauses().stoppedMillis()).isPositive();
            assertThat(run.memory().nativeMaxBytes()).isPositive();
        });
        // Threads' time comes in ticks of 10 ms: the few pauses of one short run may stay below the first.
        assertThat(report.runs())
                .extracting(run -> run.threads().collectorMillis())
                .satisfies(millis -> assertThat(
                                millis.stream().mapToDouble(Double::doubleValue).sum())
                        .isPositive());
    }

    @Test
    void references_areThoseOfTheArm() {
        for (GcRun run : report.runs()) {
            assertThat(run.young().finals())
                    .as(run.arm().id())
                    .matches(finals -> run.arm().isLegacy() ? finals > 5000 : finals < 2000);
            assertThat(run.young().phantoms())
                    .as(run.arm().id())
                    .matches(phantoms -> CLEANED.contains(run.arm()) ? phantoms > 5000 : phantoms < 2000);
        }
    }

    @Test
    void report_namesEveryArmAndTheFlags() {
        assertThat(report.jvmFlags()).contains("-Xmn" + GcPlan.YOUNG_MIB + "m", "-XX:MaxDirectMemorySize=512m");
        assertThat(TextReport.render(GcSection.of(report)))
                .contains(List.of(
                        "legacy-missed-free:", "safe-pooled:", "pause P99, ms", "-Xmn" + GcPlan.YOUNG_MIB + "m"));
    }
}
