package dev.outboard.im.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.outboard.im.server.ChatClient;
import dev.outboard.rpc.RpcException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server as those see it who run it: a process, its signals, its files, its admin endpoint. */
class OperationsProcessTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1");
    /** As in the parent pom, outboard.jvm.edge. */
    private static final List<String> EDGE = List.of(
            "-Xms24m",
            "-Xmx96m",
            "-Xmn8m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:MaxMetaspaceSize=96m",
            "-XX:ReservedCodeCacheSize=32m",
            "-XX:MaxDirectMemorySize=96m");

    private static final Path PEM =
            Path.of("..", "rpc-core", "src", "test", "resources", "dev", "outboard", "rpc", "netty", "pem");

    @TempDir
    private Path directory;

    @Test
    void sigterm_isNotReady_tellsClientsWhereToGo_waitsForWhoIsSlow_andReports() throws Exception {
        try (ServedJvm server =
                        new ServedJvm(QUICK_START, "--drain-timeout", "10m", "--reconnect-to", "b:9000,c:9000");
                ChatClient slow = new ChatClient(server.port());
                ChatClient other = new ChatClient(server.port())) {
            slow.signIn(1);
            slow.join(1);
            slow.stall();
            other.signIn(2);
            other.join(1);
            other.publish(1, "from here on one of them does not read");
            slow.nextText();
            assertThat(server.get("/ready").status()).isEqualTo(200);
            server.terminate();
            assertThat(other.drainHint()).isEqualTo("b:9000,c:9000");
            assertThat(server.get("/ready").status()).isEqualTo(503);
            assertThat(server.get("/health").body()).contains("draining");
            slow.readOn();
            assertThat(server.waitFor()).isZero();
            assertThat(server.nextLine())
                    .startsWith("drained 2 connections in ")
                    .contains(" 0 cut off; calls completed 0, moved 0, failed 0; messages 1, offered 2 = written 2 ");
        }
    }

    @Test
    void metrics_areThoseOfChatRpcAndJvm() throws Exception {
        try (ServedJvm server = new ServedJvm(QUICK_START);
                ChatClient client = new ChatClient(server.port())) {
            client.signIn(1);
            client.join(7);
            client.publish(7, "one");
            client.nextText();
            assertThatThrownBy(() -> client.publish(7, "x".repeat(20_000))).isInstanceOf(RpcException.class);
            String metrics = server.get("/metrics").body();
            assertThat(metrics.lines())
                    .contains(
                            "im_messages_total 1.0",
                            "im_recipients_written_total 1.0",
                            "im_recipients_dropped_total{reason=\"slow-consumer\"} 0.0",
                            "im_publishes_refused_total{reason=\"too-long\"} 1.0",
                            "im_events_dropped_total{reason=\"typing\"} 0.0",
                            "im_groups 1.0",
                            "im_config_version 1.0",
                            "rpc_server_connections 1.0")
                    .anyMatch(line -> line.startsWith("jvm_memory_used_bytes"))
                    .anyMatch(line -> line.startsWith("rpc_server_duration_seconds_count")
                            && line.contains("rpc_method=\"Publish\""));
        }
    }

    @Test
    void file_thatChanges_isInForce_andOneThatIsWrongIsNot() throws Exception {
        Path file = Files.writeString(directory.resolve("im.properties"), "max-text-bytes=8\n");
        try (ServedJvm server = new ServedJvm(QUICK_START, "--config", file.toString());
                ChatClient client = new ChatClient(server.port())) {
            client.signIn(1);
            client.join(1);
            client.publish(1, "12345678");
            Files.writeString(file, "max-text-bytes=4\n");
            awaitConfig(server, "/version", "2");
            assertThatThrownBy(() -> client.publish(1, "12345678"))
                    .isInstanceOf(RpcException.class)
                    .hasMessageContaining("text: bytes: 8 (expected: at most 4)");
            Files.writeString(file, "max-text-bytes=0\n");
            awaitConfig(server, "/refused/reason", "max-text-bytes: 0 (expected: 1 to 32768)");
            assertThat(config(server).at("/version").asLong()).isEqualTo(2);
            client.publish(1, "1234");
        }
    }

    @Test
    void put_isInForceWithItsAnswer() throws Exception {
        try (ServedJvm server = new ServedJvm(QUICK_START);
                ChatClient client = new ChatClient(server.port())) {
            client.signIn(1);
            client.join(1);
            assertThat(server.put("/config", "{\"max-text-bytes\": 4, \"max-groups-per-user\": 1}")
                            .status())
                    .isEqualTo(200);
            assertThatThrownBy(() -> client.publish(1, "12345")).isInstanceOf(RpcException.class);
            assertThatThrownBy(() -> client.join(2)).isInstanceOf(RpcException.class);
            assertThat(server.put("/config", "{\"port\": 1}").status()).isEqualTo(400);
        }
    }

    @Test
    void logFormatJson_isAnObjectALine() throws Exception {
        try (ServedJvm server = new ServedJvm(QUICK_START, "--log-format", "json")) {
            server.put("/config", "{\"max-mentions\": 3}");
            server.terminate();
            assertThat(server.waitFor()).isZero();
            List<String> log = server.log();
            assertThat(log).anyMatch(line -> line.contains("max-mentions"));
            for (String line : log) {
                assertThat(JSON.readTree(line).isObject()).as(line).isTrue();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 0", "false, 1"})
    void loadClient_speaksTls_andNeedsACertificateWhereTheServerAsksForOne(boolean certificate, int exit)
            throws Exception {
        try (ServedJvm server = new ServedJvm(QUICK_START, serverTls())) {
            String arguments = "load --host localhost --port " + server.port() + " --tls-ca " + PEM.resolve("ca.pem")
                    + " --connections 4 --groups 1 --group-size 4 --warmup 100ms --seconds 1 --codec safe"
                    + (certificate
                            ? " --tls-cert " + PEM.resolve("client.pem") + " --tls-key " + PEM.resolve("client.key")
                            : "");
            StringWriter out = new StringWriter();
            int code = ImMain.commandLine()
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(out, true))
                    .execute(arguments.split(" "));
            assertThat(Math.min(code, 1)).as(out.toString()).isEqualTo(exit);
        }
    }

    private static String[] serverTls() {
        return new String[] {
            "--tls-cert", PEM.resolve("server-a.pem").toString(),
            "--tls-key", PEM.resolve("server-a.key").toString(),
            "--tls-ca", PEM.resolve("ca.pem").toString()
        };
    }

    @Test
    void profileEdge_servesWithItsFlags() throws Exception {
        try (ServedJvm server = new ServedJvm(EDGE, "--profile", "edge")) {
            String arguments = "load --port " + server.port()
                    + " --connections 100 --groups 5 --group-size 20 --warmup 100ms --seconds 1 --mode open --rate 20"
                    + " --codec safe --void-ok";
            StringWriter out = new StringWriter();
            int code = ImMain.commandLine()
                    .setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(out, true))
                    .execute(arguments.split(" "));
            assertThat(code).as(out.toString()).isZero();
            JsonNode config = config(server);
            assertThat(config.toString())
                    .contains("{\"name\":\"budget\",\"value\":\"64\",\"live\":false,\"from\":\"profile edge\"}");
            server.terminate();
            assertThat(server.waitFor()).isZero();
            assertThat(server.log()).noneMatch(line -> line.contains("expected: the JVM flags"));
        }
    }

    /** Asks again and again; the test's own time limit ends it. */
    private static void awaitConfig(ServedJvm server, String pointer, String value) throws Exception {
        while (!config(server).at(pointer).asText().equals(value)) {
            Thread.onSpinWait();
        }
    }

    private static JsonNode config(ServedJvm server) throws Exception {
        return JSON.readTree(server.get("/config").body());
    }
}
