package dev.outboard.bench.gc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.suite.Journal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every error that can be planted turns its run to FAILED, with the reason. */
class GcPlantTest {
    private static final GcCell CLOSED =
            new GcCell(GcCell.CLOSED, GcConditions.BASE, List.of(GcArm.SAFE_POOLED), 1, 2, 60);
    private static final GcCell OPEN =
            CLOSED.named(GcCell.OPEN).under(GcConditions.BASE.withRate(20_000)).during(1, 0, 1);

    @Test
    void lostMessages_failTheRun() throws Exception {
        assertThat(failure(GcPlant.LOSES, CLOSED))
                .startsWith("safe-pooled, closed, round 1: 0 messages came back other than they were sent, ")
                .doesNotContain(" 0 were lost");
    }

    @Test
    void alteredMessages_failTheRun() throws Exception {
        assertThat(failure(GcPlant.ALTERS, CLOSED))
                .contains(" messages came back other than they were sent, 0 were lost")
                .doesNotContain(": 0 messages");
    }

    @Test
    void anotherHeap_failsTheRun() throws Exception {
        assertThat(failure(GcPlant.HEAP, CLOSED))
                .isEqualTo("safe-pooled, closed, round 1: heap: 1536.0 MiB (expected: 1024 MiB, as the cell's)");
    }

    @Test
    void generatorThatSleeps_failsTheRun() throws Exception {
        assertThat(failure(GcPlant.SLEEPS, OPEN))
                .startsWith("safe-pooled, open, round 1: generator: ")
                .contains("asleep while one was due (expected: 99 %, or no time to spare)");
    }

    @Test
    void noPlant_failsNothing() throws Exception {
        assertThat(run(GcPlant.NONE, OPEN).valid()).isTrue();
    }

    private static String failure(GcPlant plant, GcCell cell) throws Exception {
        GcReport report = run(plant, cell);
        assertThat(report.valid()).isFalse();
        assertThat(TextReport.render(GcSection.of(report))).contains("FAILED");
        return GcReports.failure(report.runs().get(0));
    }

    private static GcReport run(GcPlant plant, GcCell cell) throws Exception {
        return GcBench.run(new GcPlan(List.of(cell), 0, 5, 0, 0), plant, Journal.none(), Progress.silent());
    }
}
