package dev.outboard.bench.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.outboard.bench.report.TextReport;
import dev.outboard.bench.run.Progress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a proof makes of figures, and whole proofs, small, with a server in a JVM of its own. */
class ProofTest {
    private static final String PROGRAM = "dev.outboard.bench.cli.Outboard";

    @TempDir
    private Path work;

    @Test
    void barThatIsMissed_failsTheProof_andIsPrinted() {
        Proof proof = new Proof(
                "x",
                "X",
                "Why?",
                List.of(
                        Finding.atMost("size", "How large.", 9, 10, "9", "10"),
                        Finding.atLeast("rate", "How fast.", 9, 10, "9", "10"),
                        Finding.atMost("unknown", "Not measured.", Double.NaN, 10, "NaN", "10")),
                List.of());
        assertThat(proof.failures())
                .containsExactly("rate: 9 (expected: at least 10)", "unknown: NaN (expected: at most 10)");
        assertThat(proof.passed()).isFalse();
        assertThat(TextReport.render(proof.section())).contains("MISSED rate: 9 (expected: at least 10)");
    }

    @Test
    void barsOfRatesAndSizes_countAtFullScaleOnly() {
        Finding missed = Finding.atLeast("rate", "How fast.", 9, 10, "9", "10");
        assertThat(plan(1).barred(missed).met()).isFalse();
        assertThat(plan(0.5).barred(missed).met()).isTrue();
        assertThat(plan(0.5).barred(missed).expected()).isEqualTo("at full scale: at least 10");
    }

    @Test
    void limitOfOpenFiles_isReadFromTheSystem() {
        assertThat(OpenFiles.limit("Limit  Soft  Hard  Units\nMax open files            1024   4096   files\n"))
                .isEqualTo(1_024);
        assertThat(OpenFiles.limit("Max open files  unlimited unlimited files\n"))
                .isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> OpenFiles.check(Integer.MAX_VALUE - 1_000))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("(expected: at least ");
    }

    @Test
    void joins_small() throws Exception {
        Proof proof = JoinsProof.run(plan(0.02));
        assertThat(proof.failures()).isEmpty();
        assertThat(proof.findings().get(0).figure()).isPositive();
    }

    @Test
    void churn_small() throws Exception {
        Proof proof = ChurnProof.run(plan(0.1));
        assertThat(proof.failures()).isEmpty();
    }

    private ProvePlan plan(double scale) {
        return new ProvePlan(PROGRAM, work, "safe", "event-loop", scale, 1, Progress.silent());
    }
}
