package dev.outboard.bench.gc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class GcCommandTest {
    private final StringWriter err = new StringWriter();
    private final CommandLine command = new CommandLine(new GcCommand()).setErr(new PrintWriter(err, true));

    @Test
    void unknownArm_isBadUsage() {
        assertThat(command.execute("--arms", "safe-pooled,heap")).isEqualTo(2);
        assertThat(err.toString()).startsWith("arm: heap (expected: one of legacy-finalizer-graph,");
    }

    @Test
    void noPairs_isBadUsage() {
        assertThat(command.execute("--pairs", "0")).isEqualTo(2);
        assertThat(err.toString()).startsWith("pairs: 0 (expected: 1 to 1000)");
    }

    @Test
    void check_withoutWhatItChecks_isBadUsage() {
        assertThat(command.execute("--check", "--arms", "safe-pooled")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--check: without all of legacy-finalizer-graph, legacy-missed-free");
    }

    @Test
    void quickAndSmoke_isBadUsage() {
        assertThat(command.execute("--quick", "--smoke")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--quick, --smoke: both (expected: one of them)");
    }
}
