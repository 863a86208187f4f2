package dev.outboard.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.outboard.rpc.Execution;
import dev.outboard.rpc.Method;
import dev.outboard.rpc.RpcServer;
import dev.outboard.rpc.ServerCall;
import dev.outboard.rpc.Service;
import dev.outboard.rpc.netty.RpcServerBuilder;
import dev.outboard.rpc.services.HealthServer;
import dev.outboard.rpc.services.HealthService;
import dev.outboard.rpc.services.ReflectionServer;
import dev.outboard.rpc.services.ReflectionService;
import dev.outboard.rpc.services.ServingStatusEnum;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code outboard rpc}, against a server. */
final class AskCommandTest {
    private static final String BARE = "test.Bare";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final HealthService health = new HealthService();
    private RpcServer server;
    private String address;

    @TempDir
    private Path folder;

    @BeforeEach
    void start() {
        Service bare = Service.named(BARE)
                .unary(Method.unary(BARE + "/Call"), Execution.WORKERS, ServerCall::complete)
                .push(Method.push(BARE + "/Tick"))
                .build();
        List<Service> services = List.of(bare, health.service());
        RpcServerBuilder builder = RpcServerBuilder.create().service(ReflectionService.of(services));
        services.forEach(builder::service);
        server = builder.start();
        address = "127.0.0.1:" + server.port();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void list_namesTheServices() throws Exception {
        assertThat(execute("list", address, "--json", json())).isZero();
        assertThat(out.toString().lines()).containsExactly(HealthServer.NAME, ReflectionServer.NAME, BARE);
        assertThat(read().get("services"))
                .hasSize(3)
                .last()
                .extracting(JsonNode::asText)
                .isEqualTo(BARE);
    }

    @Test
    void health_isTheExitCode() throws Exception {
        assertThat(execute("health", address)).isZero();
        assertThat(out).hasToString("SERVING" + System.lineSeparator());
        health.set(BARE, ServingStatusEnum.NOT_SERVING);
        assertThat(execute("health", address, BARE, "--json", json())).isEqualTo(1);
        assertThat(out).hasToString("NOT_SERVING" + System.lineSeparator());
        assertThat(read().get("service").asText()).isEqualTo(BARE);
        assertThat(read().get("status").asText()).isEqualTo("NOT_SERVING");
    }

    @Test
    void health_ofAServiceThatIsNotKnown_isOneLine() {
        assertThat(execute("health", address, "test.Nobody")).isEqualTo(1);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("outboard rpc health: ")
                .contains("NOT_FOUND");
    }

    @Test
    void describe_tellsTypesShapeThreadsAndIdempotency() throws Exception {
        assertThat(execute("describe", address, HealthServer.NAME, BARE, "--json", json()))
                .isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        HealthServer.NAME,
                        "  Check(outboard.health.v1.HealthCheckRequest) -> outboard.health.v1.HealthCheckResponse,"
                                + " UNARY, on EVENT_LOOP, NO_SIDE_EFFECTS",
                        "  Watch(outboard.health.v1.HealthCheckRequest) -> outboard.health.v1.HealthCheckResponse,"
                                + " SERVER_STREAM, on EVENT_LOOP, NO_SIDE_EFFECTS",
                        BARE,
                        "  Call(?) -> ?, UNARY, on WORKERS",
                        "  Tick(?) -> ?, PUSH, on ?");
        JsonNode check = read().get("services").get(0).get("methods").get(0);
        assertThat(check.get("name").asText()).isEqualTo("Check");
        assertThat(check.get("request").asText()).isEqualTo("outboard.health.v1.HealthCheckRequest");
    }

    @Test
    void describe_withoutNames_isOfAll() {
        assertThat(execute("describe", address)).isZero();
        assertThat(out.toString().lines()).contains(HealthServer.NAME, ReflectionServer.NAME, BARE);
    }

    @Test
    void nobodyThere_isOneLine() {
        server.close();
        assertThat(execute("list", address)).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains("UNAVAILABLE", address);
    }

    private String json() {
        return folder.resolve("answer.json").toString();
    }

    private JsonNode read() throws Exception {
        return new ObjectMapper().readTree(folder.resolve("answer.json").toFile());
    }

    private int execute(String... arguments) {
        out.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of("rpc"));
        all.addAll(List.of(arguments));
        CommandLine program = Outboard.commandLine();
        program.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return program.execute(all.toArray(String[]::new));
    }
}
