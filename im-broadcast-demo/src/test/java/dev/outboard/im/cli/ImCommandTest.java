package dev.outboard.im.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.outboard.im.auth.Secrets;
import dev.outboard.im.server.ChatClient;
import dev.outboard.im.server.ChatOptions;
import dev.outboard.im.server.ImServer;
import dev.outboard.im.server.ImServerOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ImCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "load --connections 10 --group-size 11 | group-size: 11 (expected: 1 to 10)",
                "load --mode sideways | mode: sideways (expected: closed or open)",
                "load --mode open --rate 0 | outstanding: 0, rate: 0.0 (expected: one of the two above 0, and the rate at"
                        + " most 1000000)",
                "load --warmup soon | Invalid value for option '--warmup': 'soon' (expected: a duration like 500ms, 10s or"
                        + " 2m)",
                "serve --port 99999 | port: 99999 (expected: 0 to 65535)",
                "serve --mode fast | mode: fast (expected: one of pool, event-loop, per-recipient, per-recipient-virtual,"
                        + " channel-group, pool-blocking, pool-encode-each, queue-unbounded)",
                "load --stalled some | stalled: some (expected: a number of connections, or a share like 10%)",
                "load --connections 10 --group-size 5 --stalled 100% | stalled: 10 (expected: 0 to 9)",
                "load --shape round | shape: round (expected: even, many-small, few-large, one-huge, or zipf:S with S above 0, at"
                        + " most 4)",
                "load --connect a | connect: a (expected: host:port)",
                "load --connect a:1,b:2 | connect: 2 servers (expected: 1 without --recover)",
                "load --slow 5% | slow: 5% (expected: like 5%@2000)",
                "load --connections 10 --group-size 5 --slow 100%@10 | slow: 10 (expected: 0 to 9)",
                "load --churn -1 | churn: -1.0 (expected: 0.0 to 100000.0)",
                "load --replay none.log | replay: java.nio.file.NoSuchFileException: none.log (expected: a file that can be"
                        + " read)",
                "load --tokens none | tokens: cannot be read: java.nio.file.NoSuchFileException: none",
                "serve --queue 1 | queue: 1 (expected: 2 to 1073741824)",
                "serve --port 0 --codec swift | codec: swift (expected: auto, unsafe, safe)",
                "serve --port 0 --transport pigeon | transport: pigeon (expected: auto, io_uring, epoll, nio or in-process)",
                "load --transport pigeon | transport: pigeon (expected: auto, io_uring, epoll, nio or in-process)",
                "serve --admin-port 70000 --port 0 | admin-port: 70000 (expected: -1 to 65535)",
                "serve --profile huge | profile: huge (expected: none or edge)",
                "serve --log-format xml --port 0 | log-format: xml (expected: text or json)",
                "serve --log-level loud --port 0 | log-level: loud (expected: one of error, warn, info, debug, trace)",
                "serve --max-mentions 9999 --port 0 | max-mentions: 9999 (expected: 0 to 1024)",
                "serve --max-connections 0 --port 0 | max-connections: 0 (expected: 1 or more)",
                "serve --config none.properties | config: none.properties (expected: a file that exists)",
                "serve --tls-cert a.pem --port 0 | tls-cert, tls-key: one of them (expected: both or neither)",
                "serve --tls-ca a.pem --port 0 | tls-cert: none (expected: a file, with tls-ca)",
                "load --tls-name x | tls-ca: none (expected: a file, with the other flags of TLS)",
                "serve --slow-consumer never | slow-consumer: never (expected: drop-oldest, drop-newest, conflate or disconnect)",
                "serve --user-rate -1 | rate: -1 (expected: 0 to 1000000)",
                "serve --backplane amqp://host | backplane: an address of another kind (expected: nats://HOST:PORT or tls://HOST:PORT)",
                "serve --backplane nats://h --nats-storage disk | nats-storage: disk (expected: file or memory)",
                "serve --backplane nats://h --nats-prefix a.b | nats-prefix: a.b (expected: 1 to 32 letters, digits, dashes)",
                "serve --backplane nats://h --nats-creds none.creds | nats-creds: none.creds (expected: a file that can be read)",
                "serve --backplane nats://h --nats-queue-mib 0 | nats-queue: bytes: 0 (expected: 65536 to 1073741824)",
                "serve --history -1 | history-messages: -1 (expected: 0 to 1000000)",
                "'' | command: none (expected: one of serve, load, token)",
            })
    void badUsage_isOneLineAndExitCode2(String arguments, String message) {
        assertThat(execute(arguments.isEmpty() ? new String[0] : arguments.split(" ")))
                .isEqualTo(2);
        assertThat(err.toString().strip()).endsWith(message).doesNotContain("\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void serverThatIsNotThere_isOneLineAndExitCode2() {
        assertThat(execute("load", "--port", "1", "--connections", "2", "--groups", "1", "--group-size", "2"))
                .isEqualTo(2);
        assertThat(err.toString().strip()).contains("UNAVAILABLE").doesNotContain("\n");
    }

    @Test
    void natsThatIsNotThere_isOneLineAndExitCode2() {
        assertThat(execute("serve", "--port", "0", "--codec", "safe", "--backplane", "nats://127.0.0.1:1"))
                .isEqualTo(2);
        assertThat(err.toString().strip())
                .endsWith("(expected: NATS with JetStream there)")
                .doesNotContain("\n");
    }

    @Test
    void portInUse_isOneLineAndExitCode2() {
        try (ImServer server = ImServer.start(anyPort())) {
            assertThat(execute("serve", "--port", Integer.toString(server.port())))
                    .isEqualTo(2);
            assertThat(err.toString().strip())
                    .contains("127.0.0.1:" + server.port())
                    .doesNotContain("\n");
        }
    }

    @Test
    void load_printsATable_andWritesTheResult(@TempDir Path directory) throws IOException {
        Path json = directory.resolve("load.json");
        try (ImServer server = ImServer.start(anyPort())) {
            String small =
                    "--connections 10 --groups 2 --group-size 5 --warmup 100ms --seconds 1 --outstanding 2 --void-ok";
            String arguments = "load --port " + server.port() + " " + small + " --codec safe --json " + json;
            assertThat(execute(arguments.split(" "))).as("%s%s", out, err).isZero();
        }
        assertThat(out.toString())
                .containsPattern("offered [1-9]\\d* = delivered [1-9]\\d* \\+ dropped\\(")
                .contains("\nOK ");
        JsonNode result = new ObjectMapper().readTree(Files.readString(json));
        assertThat(result.at("/ok").asBoolean()).isTrue();
        assertThat(result.at("/books/missing").asLong(-1)).isZero();
        assertThat(result.at("/books/delivered").asLong()).isPositive();
        assertThat(result.at("/window/endNanos").asLong()
                        - result.at("/window/startNanos").asLong())
                .isEqualTo(1_000_000_000L);
        assertThat(result.at("/options/warmup").asText()).isEqualTo("PT0.1S");
    }

    @Test
    void token_isOneThatTheServerTakes(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "a secret of 32 bytes or more, in a file");
        String options = "token --user 7 --read 1,10-19 --publish 1 --ttl 1h --secret-file " + secret;
        assertThat(execute(options.split(" "))).as("%s", err).isZero();
        ChatOptions closed = ChatOptions.defaults().withSecrets(Secrets.read(secret));
        try (ImServer server = ImServer.start(anyPort(), closed);
                ChatClient client = new ChatClient(server.port(), out.toString().strip())) {
            client.signIn(7);
            assertThat(client.join(15)).isEqualTo(1);
        }
    }

    @Test
    void secretThatCannotBeUsed_isOneLineAndExitCode2(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "short");
        assertThat(execute("token", "--user", "7", "--secret-file", secret.toString()))
                .isEqualTo(2);
        assertThat(err.toString().strip())
                .endsWith("secret: 5 bytes (expected: at least 32)")
                .doesNotContain("\n");
        assertThat(execute("serve", "--port", "0", "--secret-file", secret + ".not"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("secret-file: cannot be read");
    }

    @ParameterizedTest
    @CsvSource({"serve, --push-timeout", "load, --outstanding", "load, --churn"})
    void help_namesTheOptions(String command, String option) {
        assertThat(execute(command, "--help")).isZero();
        assertThat(out.toString()).contains(option);
    }

    private int execute(String... arguments) {
        CommandLine command = ImMain.commandLine();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    private static ImServerOptions anyPort() {
        return new ImServerOptions(
                "127.0.0.1", 0, "pool", "safe", "auto", 1, 1, 2, 64, 64 << 10, 0, 0, Duration.ofSeconds(5));
    }
}
