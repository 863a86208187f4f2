package dev.outboard.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Progress;
import dev.outboard.bench.soak.Tally.End;
import java.util.List;
import org.junit.jupiter.api.Test;
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
    void slope_isBytesPerMinute() {
        assertThat(report(0, 0, 0).slope()).isEqualTo(60);
    }

    private static SoakReport report(long lost, long twice, long left) {
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
                List.of(0L, 1L, 2L, 3L),
                left,
                1 << 20,
                5,
                5,
                "");
    }
}
