package dev.outboard.im.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.outboard.im.admin.RawHttp.Answer;
import dev.outboard.im.config.LiveConfiguration;
import dev.outboard.im.config.TestSettings;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The admin endpoint over real sockets: what it answers, and what it refuses. */
class AdminServerTest {
    private final LiveConfiguration live = new LiveConfiguration(TestSettings.SCHEMA, List.of(), Clock.systemUTC());
    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final AdminServer server = AdminServer.start("127.0.0.1", 0, routes());

    @BeforeEach
    void part() {
        live.add(next -> {
            int size = next.integer("size");
            if (size > 100) {
                throw new IllegalArgumentException("size: " + size + " (expected: at most 100)");
            }
            return () -> {};
        });
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void health_isGoodAsLongAsItAnswers() throws Exception {
        assertThat(get("/health").body()).contains("\"serving\"");
        ready.set(false);
        assertThat(get("/health").status()).isEqualTo(200);
        assertThat(get("/health").body()).contains("\"draining\"");
    }

    @Test
    void ready_is503WhileDraining() throws Exception {
        assertThat(get("/ready").status()).isEqualTo(200);
        ready.set(false);
        assertThat(get("/ready").status()).isEqualTo(503);
    }

    @Test
    void metrics_areWhatTheRegistrySays() throws Exception {
        Answer answer = get("/metrics?x=y");
        assertThat(answer.body()).isEqualTo("up 1\n");
        assertThat(answer.headers()).containsEntry("content-type", "text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void config_showsValuesSourcesAndVersion() throws Exception {
        Answer answer = get("/config");
        JsonNode shown = json(answer);
        assertThat(answer.headers()).containsEntry("etag", "\"1\"");
        assertThat(shown.at("/version").asLong()).isEqualTo(1);
        assertThat(shown.at("/settings/0").toString())
                .isEqualTo("{\"name\":\"size\",\"value\":\"10\",\"live\":true,\"from\":\"default\"}");
        assertThat(shown.has("refused")).isFalse();
    }

    @Test
    void config_thatIsPut_isInForceWhenTheAnswerComes() throws Exception {
        Answer answer = put("{\"size\": 33}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(json(answer).at("/version").asLong()).isEqualTo(2);
        assertThat(live.state().configuration().integer("size")).isEqualTo(33);
    }

    @Test
    void config_thatIsRefused_leavesTheOldOne_andTheReasonIsShown() throws Exception {
        assertThat(put("{\"size\": 101, \"name\": \"bob\"}").status()).isEqualTo(400);
        JsonNode shown = json(get("/config"));
        assertThat(shown.at("/version").asLong()).isEqualTo(1);
        assertThat(shown.at("/refused/reason").asText()).isEqualTo("size: 101 (expected: at most 100)");
        assertThat(shown.at("/refused/from").asText()).isEqualTo("admin");
        assertThat(live.state().configuration().string("name")).isEqualTo("ann");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"size\": 5 | body: ",
                "[] | body: no object (expected: one JSON object)",
                "'' | body: no object (expected: one JSON object)",
                "{\"size\": null} | body: a value that is no text and no number (expected: one of these)",
                "{\"size\": {}} | body: a value that is no text and no number (expected: one of these)",
                "{\"size\": 1, \"size\": 2} | body: Duplicate field 'size' (expected: one JSON object)",
                "{\"size\": 1} {} | body: ",
                "{\"pass-secret\": 1} | pass-secret: not live (expected: a setting that may change while the server runs)",
                "{\"sise\": 1} | sise: unknown (expected: one of name, pass-secret, size, wait)",
                "{\"size\": \"x\"} | size: x (expected: a whole number)",
            })
    void bodyThatIsWrong_is400_inOneLine(String body, String reason) throws Exception {
        Answer answer = put(body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(json(answer).at("/error").asText()).startsWith(reason).doesNotContain("\n");
        assertThat(live.state().version()).isEqualTo(1);
    }

    @Test
    void config_meantForAnotherVersion_is412() throws Exception {
        assertThat(put("{\"size\": 2}", "If-Match: \"1\"").status()).isEqualTo(200);
        assertThat(put("{\"size\": 3}", "If-Match: \"1\"").status()).isEqualTo(412);
        assertThat(put("{\"size\": 3}", "If-Match: \"x\"").status()).isEqualTo(400);
        assertThat(live.state().configuration().integer("size")).isEqualTo(2);
    }

    @Test
    void config_fromAPage_is403() throws Exception {
        assertThat(put("{\"size\": 2}", "Origin: http://localhost:" + server.port())
                        .status())
                .isEqualTo(403);
        assertThat(live.state().version()).isEqualTo(1);
    }

    @Test
    void config_thatIsNoJson_is415() throws Exception {
        String request = RawHttp.request("PUT", "/config", "Content-Length: 6") + "size=1";
        assertThat(RawHttp.exchange(server.port(), request).status()).isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nothing",
                "/config/",
                "//config",
                "/Config",
                "/../../../../etc/passwd",
                "/config/../../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/..%2fetc%2fpasswd",
                "/config%00",
                "/config;x",
                "http://localhost/config",
                "*"
            })
    void pathThatIsNone_is404_andTellsNothing(String target) throws IOException {
        Answer answer = RawHttp.exchange(server.port(), RawHttp.request("GET", target));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.toString()).doesNotContain("root:", "Exception", "dev.outboard");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /config, 'GET, PUT'",
        "DELETE, /config, 'GET, PUT'",
        "OPTIONS, /config, 'GET, PUT'",
        "PUT, /health, GET",
        "TRACE, /metrics, GET",
        "BREW, /ready, GET"
    })
    void methodThatIsNone_is405_withThoseThatAre(String method, String path, String allowed) throws IOException {
        Answer answer = RawHttp.exchange(server.port(), RawHttp.request(method, path));
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.headers()).containsEntry("allow", allowed);
    }

    @Test
    void head_isGetWithoutItsBody() throws IOException {
        Answer answer = RawHttp.exchange(server.port(), RawHttp.request("HEAD", "/metrics"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("content-length", "5");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void whatIsTooLong_isRefusedWithItsStatus() throws IOException {
        String line = RawHttp.request("GET", "/" + "x".repeat(AdminServer.MAX_LINE));
        assertThat(RawHttp.exchange(server.port(), line).status()).isEqualTo(414);
        String headers = RawHttp.request("GET", "/health", "X-Long: " + "x".repeat(AdminServer.MAX_HEADERS));
        assertThat(RawHttp.exchange(server.port(), headers).status()).isEqualTo(431);
        String body = RawHttp.request("PUT", "/config", "Content-Length: " + (AdminServer.MAX_BODY + 1));
        assertThat(RawHttp.exchange(server.port(), body).status()).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"nonsense\r\n\r\n", "GET /health HTTP/1.1\r\nHost : x\r\n\r\n", "\u0016\u0003\u0001\r\n\r\n"})
    void whatIsNoHttp_is400AndTheEnd(String text) throws IOException {
        assertThat(RawHttp.exchange(server.port(), text).status()).isEqualTo(400);
    }

    @Test
    void routeThatFails_is500_andTellsNothing() throws Exception {
        Answer answer = get("/broken");
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.body()).doesNotContain("hunter2");
        assertThat(get("/health").status()).isEqualTo(200);
    }

    @Test
    void connectionsBeyondTheBound_areClosed_andTheOthersServed() throws Exception {
        List<Socket> held = new ArrayList<>();
        try {
            for (int i = 0; i < AdminServer.MAX_CONNECTIONS; i++) {
                Socket socket = new Socket("127.0.0.1", server.port());
                held.add(socket);
                socket.setSoTimeout(60_000);
                // An answer, so that the server has it before the next one.
                socket.getOutputStream()
                        .write("HEAD /health HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
            try (Socket tooMany = new Socket("127.0.0.1", server.port())) {
                tooMany.setSoTimeout(60_000);
                assertThat(tooMany.getInputStream().read()).isEqualTo(-1);
            }
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    @Test
    void portInUse_isOneLine() {
        assertThatThrownBy(() -> AdminServer.start("127.0.0.1", server.port(), List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("admin: 127.0.0.1:" + server.port())
                .hasMessageContaining("(expected: an address that is free)");
    }

    private List<Route> routes() {
        List<Route> routes = new ArrayList<>(AdminRoutes.of(ready::get, () -> "up 1\n", live));
        routes.add(new Route("GET", "/broken", request -> {
            throw new IllegalStateException("hunter2");
        }));
        return routes;
    }

    private Answer get(String path) throws IOException {
        return RawHttp.get(server.port(), path);
    }

    private Answer put(String body, String... headers) throws IOException {
        return RawHttp.put(server.port(), "/config", body, headers);
    }

    private static JsonNode json(Answer answer) throws IOException {
        return new ObjectMapper().readTree(answer.body());
    }
}
