package dev.outboard.bench.gc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.run.Environment;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class GcCommandTest {
    private final StringWriter err = new StringWriter();
    private final CommandLine command = new CommandLine(new GcCommand()).setErr(new PrintWriter(err, true));

    @Test
    void unknownArm_isBadUsage() {
        assertThat(command.execute("--arms", "safe-pooled,stack")).isEqualTo(2);
        assertThat(err.toString()).startsWith("arm: stack (expected: one of legacy-finalizer-graph,");
    }

    @Test
    void noPairs_isBadUsage() {
        assertThat(command.execute("--pairs", "0")).isEqualTo(2);
        assertThat(err.toString()).startsWith("pairs: 0 (expected: 1 to 1000)");
    }

    @Test
    void check_withoutWhatItChecks_isBadUsage() {
        assertThat(command.execute("--check", "--arms", "safe-pooled")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith(
                        "--check: without closed load, g1, the running JDK and all of legacy-finalizer-graph, legacy-missed-free");
    }

    @Test
    void quickAndSmoke_isBadUsage() {
        assertThat(command.execute("--quick", "--smoke")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--quick, --smoke, --profile: more than one (expected: one of them)");
    }

    @Test
    void unknownCollector_isBadUsage() {
        assertThat(command.execute("--collector", "cms")).isEqualTo(2);
        assertThat(err.toString()).startsWith("collector: cms (expected: one of g1, g1-free-young, parallel,");
    }

    @Test
    void check_onAnotherCollector_isBadUsage() {
        assertThat(command.execute("--check", "--collector", "zgc")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--check: without closed load, g1");
    }

    @Test
    void unknownPlant_isBadUsage() {
        assertThat(command.execute("--smoke", "--plant", "tree")).isEqualTo(2);
        assertThat(err.toString()).startsWith("plant: tree (expected: one of none, loses,");
    }

    @Test
    void unknownProfile_isBadUsage() {
        assertThat(command.execute("--profile", "short")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--profile: short (expected: full)");
    }

    @Test
    void profile_withOtherConditions_isBadUsage() {
        assertThat(command.execute("--profile", "full", "--collector", "zgc")).isEqualTo(2);
        assertThat(err.toString()).startsWith("--profile: with other conditions (expected: the profile's own)");
    }

    @Test
    void journal_belongsToPlanAndEnvironment() {
        Environment here = Environment.capture();
        Path folder = GcCommand.journalFolder(GcPlan.quick(), here);
        assertThat(GcCommand.journalFolder(GcPlan.quick(), here)).isEqualTo(folder);
        assertThat(GcCommand.journalFolder(GcPlan.demo(), here)).isNotEqualTo(folder);
        Environment elsewhere = new Environment(
                here.product(),
                here.cpu(),
                here.frequency(),
                here.cores() + 1,
                here.machineCores(),
                here.memoryBytes(),
                here.system(),
                here.containerLimits(),
                here.openFiles(),
                here.jdk(),
                here.jdks(),
                here.collector(),
                here.jvmFlags(),
                here.netty(),
                here.transport(),
                here.otherTransports(),
                here.noise());
        assertThat(GcCommand.journalFolder(GcPlan.quick(), elsewhere)).isNotEqualTo(folder);
    }
}
