package dev.outboard.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.bench.report.JsonReport;
import dev.outboard.bench.run.Environment;
import dev.outboard.bench.run.Jvm;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class OutboardTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "demo",
                "bench",
                "bench gc",
                "bench broadcast",
                "bench rpc",
                "bench cleanup",
                "bench soak",
                "bench all",
                "bench env",
                "im",
                "im serve",
                "im load",
                "im compare",
                "im prove",
                "rpc",
                "rpc list",
                "rpc health",
                "rpc describe"
            })
    void everyCommand_hasHelpAndVersion(String command) {
        assertThat(execute((command + " --help").trim().split(" "))).isZero();
        assertThat(out.toString()).startsWith("Usage: outboard " + command);

        assertThat(execute((command + " --version").trim().split(" "))).isZero();
        assertThat(out.toString()).contains("JDK " + Runtime.version());
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bench|outboard bench: benchmark: none (expected: gc, broadcast, codec, rpc, epsilon, cleanup, soak, hostile, all or env) (see outboard bench --help)",
                "bench all --profile x|outboard bench all: profile: x (expected: short, full, smoke)"
                        + " (see outboard bench all --help)",
                "bench all --json x|outboard bench all: --json, --html: without --compare (expected: --out, where a suite"
                        + " runs) (see outboard bench all --help)",
                "bench all --compare none.json none.json|outboard bench all: compare: none.json (expected: a report.json that"
                        + " bench all wrote)",
                "bench env --nope|outboard bench env: Unknown option: '--nope' (see outboard bench env --help)",
                "bench broadcast --pairs x|outboard bench broadcast: Invalid value for option '--pairs': 'x' is not an int"
                        + " (see outboard bench broadcast --help)",
                "bench broadcast --pairs 0|outboard bench broadcast: pairs: 0 (expected: 1 to 1000)"
                        + " (see outboard bench broadcast --help)",
                "bench broadcast --quick --seconds 3|outboard bench broadcast: a load of one's own: with --quick, --full or --check (expected: --pairs at most)"
                        + " (see outboard bench broadcast --help)",
                "bench broadcast --smoke --check|outboard bench broadcast: --smoke, --quick, --full: several, or --smoke --check (expected: one of them)"
                        + " (see outboard bench broadcast --help)",
                "bench broadcast --html x.html|outboard bench broadcast: html: x.html (expected: with --quick or --full)"
                        + " (see outboard bench broadcast --help)",
                "bench cleanup --rounds 0|outboard bench cleanup: rounds: 0 (expected: 1 to 1000)"
                        + " (see outboard bench cleanup --help)",
                "bench soak --minutes 0|outboard bench soak: --minutes: 0 (expected: 1 to 1440)"
                        + " (see outboard bench soak --help)",
                "bench soak --minutes 1 --seconds 1|outboard bench soak: --seconds, --minutes: both (expected: one of them at most)"
                        + " (see outboard bench soak --help)",
                "bench rpc --cells 9|outboard bench rpc: cell: 9 (expected: CONNECTIONSxIN-FLIGHT, as in 16x32)"
                        + " (see outboard bench rpc --help)",
                "bench epsilon --codec x|outboard bench epsilon: codec: x (expected: safe, unsafe or both)"
                        + " (see outboard bench epsilon --help)",
                "demo --pairs 0|outboard demo: pairs: 0 (expected: 1 to 1000) (see outboard demo --help)",
                "im|outboard im: command: none (expected: one of serve, load, token, compare, prove) (see outboard im --help)",
                "im prove|outboard im prove: Missing required parameter: 'SCENARIO' (see outboard im prove --help)",
                "im prove all idle|outboard im prove: scenario: all (expected: one of idle, joins, huge, churn, edge, nodes, abuse)"
                        + " (see outboard im prove --help)",
                "im prove idle --scale 2|outboard im prove: scale: 2.0 (expected: above 0, at most 1)"
                        + " (see outboard im prove --help)",
                "im compare --modes pool|outboard im compare: modes: pool (expected: two or more, each of them once)"
                        + " (see outboard im compare --help)",
                "im compare --modes pool,fast|outboard im compare: mode: fast (expected: one of pool, event-loop,"
                        + " per-recipient, per-recipient-virtual, channel-group, pool-blocking, pool-encode-each,"
                        + " queue-unbounded) (see outboard im compare --help)",
                "im compare --stalled 10% --rate 0|outboard im compare: rate: 0 (expected: 1 to 1000000)"
                        + " (see outboard im compare --help)",
                "rpc|outboard rpc: command: none (expected: list, health or describe) (see outboard rpc --help)",
                "rpc list nowhere|outboard rpc list: address: nowhere (expected: HOST:PORT)",
                "fly|outboard: Unmatched argument at index 0: 'fly' (see outboard --help)"
            })
    void badUsage_isOneLineAndExitsWithTwo(String command, String line) {
        assertThat(execute(command.split(" "))).isEqualTo(2);
        assertThat(err.toString()).isEqualTo(line + System.lineSeparator());
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aFileThatCannotBeWritten_isOneLineAndExitsWithOne() throws Exception {
        final Path file = Files.createFile(directory.resolve("file"));

        assertThat(execute("bench", "env", "--json", file.resolve("x.json").toString()))
                .isEqualTo(1);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).startsWith("outboard bench env: ").doesNotContain("\tat ");
    }

    @Test
    void env_writesWhatItPrints() throws Exception {
        final Path file = directory.resolve("env.json");

        assertThat(execute("bench", "env", "--json", file.toString())).isZero();

        final Environment environment = JsonReport.read(file, Environment.class);
        assertThat(out.toString()).contains(environment.lines().values());
    }

    /** Netty logs at length where nobody has told it not to, and logback to standard output. */
    @Test
    void standardOutput_holdsResultsOnly() throws Exception {
        try (Jvm program = Jvm.of("outboard", Outboard.class.getName())
                .args(List.of("bench", "env"))
                .start()) {
            program.expectExit(0, Duration.ofSeconds(60));
            assertThat(program.tail()).first().asString().startsWith("outboard");
            // The one line more is the noise.
            assertThat(program.tail()).hasSize(Environment.capture().lines().size() + 1);
        }
    }

    private int execute(String... args) {
        out.getBuffer().setLength(0);
        final CommandLine program = Outboard.commandLine();
        program.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return program.execute(args);
    }
}
