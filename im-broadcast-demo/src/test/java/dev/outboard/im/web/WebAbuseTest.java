package dev.outboard.im.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.outboard.im.auth.Claims;
import dev.outboard.im.auth.GroupSet;
import dev.outboard.im.auth.Secrets;
import dev.outboard.im.auth.Tokens;
import dev.outboard.im.server.ChatOptions;
import dev.outboard.im.server.ImWiring;
import dev.outboard.im.web.RawSocket.Answer;
import dev.outboard.testing.Seed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What browsers and others may not: refused with the documented code, while who is there already goes on. What is not given back fails the test
 * by the build's leak check.
 */
class WebAbuseTest {
    private final WebRig rig = new WebRig();

    @AfterEach
    void close() {
        rig.close();
    }

    // ---- files

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../chat.html", "/..%2f..%2fetc/passwd", "/%2e%2e/chat.html", "//chat.js", "/./chat.js", "/chat.js/",
                        "/CHAT.JS",
                "/chat.html", "/uplot/uPlot.min.css", "/WebServer.class", "/\\chat.js", "/chat.js%00", "/chat.js;x",
                        "etc/passwd",
                "http://127.0.0.1/chat.js", "/dashboard/", "/dashboard/infos"
            })
    void pathThatIsNotInTheMap_isNotFound(String path) {
        try (RawSocket socket = rig.socket()) {
            assertThat(get(socket, path).status()).isIn(400, 404);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html",
        "/dashboard, text/html",
        "/chat.js, text/javascript",
        "/page.css?v=1, text/css",
        "/favicon.svg, image/svg+xml"
    })
    void page_hasAStrictPolicy(String path, String type) {
        try (RawSocket socket = rig.socket()) {
            Answer answer = get(socket, path);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("content-type").orElseThrow()).startsWith(type);
            assertThat(answer.header("content-security-policy").orElseThrow())
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe", "*");
            assertThat(answer.header("x-content-type-options")).contains("nosniff");
        }
    }

    @Test
    void otherMethods_areNotAllowed() {
        try (RawSocket socket = rig.socket()) {
            Answer answer = socket.http("DELETE / HTTP/1.1", host());
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("allow")).contains("GET, HEAD");
        }
    }

    @Test
    void longLine_longHeaders_longBody_andNoHttp_areRefused() {
        assertRefused(414, "GET /" + "x".repeat(2_000) + " HTTP/1.1", host());
        assertRefused(431, "GET / HTTP/1.1", host(), "X: " + "x".repeat(9_000));
        assertRefused(413, "POST /dashboard/mode HTTP/1.1", host(), "Content-Length: 100000");
        assertRefused(400, "no HTTP at all");
    }

    // ---- who may come in

    @ParameterizedTest
    @CsvSource({
        "http://evil.example, 403",
        "null, 403",
        "https://127.0.0.1:PORT, 403",
        "http://127.0.0.1, 403",
        "http://127.0.0.1:PORT.evil.example, 403",
        "https://chat.example.org.evil.example, 403",
        "http://127.0.0.1:PORT, 101",
        "HTTP://127.0.0.1:PORT, 101",
        "https://chat.example.org, 101",
    })
    void pageOfAnotherSite_isRefused(String origin, int status) {
        try (RawSocket socket = rig.socket()) {
            String from = "Origin: " + origin.replace("PORT", Integer.toString(rig.port()));
            assertThat(socket.http(socket.upgradeLines(JsonFrames.NAME, from)).status())
                    .isEqualTo(status);
        }
    }

    @Test
    void otherNameOfThisMachine_isRefused_soThatNoNameServerLeadsAPageHere() {
        assertRefused(403, "GET / HTTP/1.1", "Host: evil.example:" + rig.port());
        try (RawSocket socket = rig.socket()) {
            assertThat(socket.http("GET / HTTP/1.1", "Host: localhost:" + rig.port())
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void tokens_areAskedFor_alsoOfPages() {
        Secrets secrets = Secrets.of(List.of("0123456789abcdef0123456789abcdef"));
        try (WebRig guarded = new WebRig(ChatOptions.defaults().withSecrets(secrets), null, ImWiring.MAX_CONNECTIONS)) {
            for (String bad : List.of("", "forged.token.here")) {
                try (RawSocket socket = guarded.webSocket(JsonFrames.NAME)) {
                    socket.text("{\"id\":1,\"method\":\"connect\",\"params\":{\"token\":\"" + bad + "\"}}");
                    assertThat(socket.closeCode()).isEqualTo(4401);
                }
            }
            String token = new Tokens(secrets)
                    .sign(new Claims(5, 4_000_000_000L, GroupSet.of(List.of("7")), GroupSet.of(List.of("8")), true));
            try (JsonPage page = guarded.page(token)) {
                page.signedIn(5).joined(7);
                assertThat(page.ask("join", "{\"groupId\":9}")
                                .path("error")
                                .path("code")
                                .asText())
                        .isEqualTo("PERMISSION_DENIED");
                assertThat(page.publish(7, "no").path("error").path("code").asText())
                        .isEqualTo("PERMISSION_DENIED");
            }
        }
    }

    @Test
    void moreConnectionsThanThereMayBe_areClosed() {
        try (WebRig small = new WebRig(ChatOptions.defaults(), null, 1);
                JsonPage page = small.page();
                RawSocket second = small.webSocket(JsonFrames.NAME)) {
            assertThat(second.closeCode()).isPositive();
            page.signedIn(1);
        }
    }

    // ---- messages

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "{",
                "[]",
                "1",
                "null",
                "{}",
                "{\"id\":0,\"method\":\"stats\"}",
                "{\"id\":1.5,\"method\":\"stats\"}",
                "{\"id\":\"1\",\"method\":\"stats\"}",
                "{\"id\":9007199254740992,\"method\":\"stats\"}",
                "{\"id\":1}",
                "{\"id\":1,\"method\":1}",
                "{\"id\":1,\"method\":\"stats\",\"params\":[]}",
                "{\"id\":1,\"method\":\"stats\",\"more\":1}",
                "{\"id\":1,\"id\":2,\"method\":\"stats\"}",
                "{\"id\":1,\"method\":\"stats\"} {}",
                "{\"id\":1,\"method\":\"stats\"}x"
            })
    void messageThatIsNoRequest_closesWithItsCode(String text) {
        try (JsonPage other = rig.page().signedIn(1).joined(7);
                JsonPage page = rig.page()) {
            page.socket().text(text);
            assertThat(page.socket().closeCode()).isEqualTo(4400);
            assertThat(other.publish(7, "still here").has("result")).isTrue();
        }
    }

    @Test
    void deepJson_closesWithItsCode() {
        try (JsonPage page = rig.page()) {
            page.socket()
                    .text("{\"id\":1,\"method\":\"stats\",\"params\":" + "{\"a\":".repeat(5_000) + "1"
                            + "}".repeat(5_001));
            assertThat(page.socket().closeCode()).isEqualTo(4400);
        }
    }

    @Test
    void messageThatIsTooLong_closesWithItsCode_beforeItIsThere() {
        try (JsonPage page = rig.page()) {
            // A header that announces a gigabyte.
            page.socket().write(HexFormat.of().parseHex("81ff0000000040000000" + "00000000"));
            assertThat(page.socket().closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void messageThatIsTooLongInPieces_closesWithItsCode() {
        try (JsonPage page = rig.page()) {
            byte[] piece = "x".repeat(300_000).getBytes(StandardCharsets.US_ASCII);
            page.socket().frame(RawSocket.TEXT, piece);
            page.socket().frame(RawSocket.CONTINUATION, piece);
            assertThat(page.socket().closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void compressedMessage_isNoMessage() {
        try (JsonPage page = rig.page()) {
            // RSV1 is what permessage-deflate marks a message with; it is never agreed on.
            page.socket()
                    .frame(
                            RawSocket.FIN | RawSocket.RSV1 | RawSocket.TEXT,
                            HexFormat.of().parseHex("aa560500"));
            assertThat(page.socket().closeCode()).isEqualTo(1002);
        }
    }

    // ---- sockets that only sit there

    @Test
    void socketsThatSayNothing_doNotKeepOutWhoDoes() {
        List<RawSocket> silent = new ArrayList<>();
        try (JsonPage there = rig.page().signedIn(1).joined(7)) {
            for (int i = 0; i < WaitingRoom.MOST + 200; i++) {
                RawSocket socket = rig.socket();
                socket.write("GET / HT".getBytes(StandardCharsets.US_ASCII));
                silent.add(socket);
            }
            try (JsonPage late = rig.page().signedIn(2).joined(7)) {
                assertThat(late.publish(7, "hello")
                                .path("result")
                                .path("recipients")
                                .asInt())
                        .isEqualTo(2);
                assertThat(there.nextPush("deliver").path("text").asText()).isEqualTo("hello");
            }
            // The ones that have waited longest have gone.
            assertThat(silent.get(0).isAtEnd()).isTrue();
        } finally {
            silent.forEach(RawSocket::close);
        }
    }

    @Test
    void requestThatDoesNotEnd_andWebSocketThatDoesNotConnect_areGivenUp() {
        try (RawSocket request = rig.socket();
                RawSocket tooEarly = rig.socket();
                RawSocket webSocket = rig.webSocket(JsonFrames.NAME)) {
            // A frame before the handshake was answered is none.
            ByteArrayOutputStream both = new ByteArrayOutputStream();
            String lines = String.join("\r\n", tooEarly.upgradeLines(JsonFrames.NAME)) + "\r\n\r\n";
            both.writeBytes(lines.getBytes(StandardCharsets.US_ASCII));
            byte[] connect = "{\"id\":1,\"method\":\"connect\"}".getBytes(StandardCharsets.US_ASCII);
            both.writeBytes(RawSocket.bytes(RawSocket.FIN | RawSocket.TEXT, connect));
            tooEarly.write(both.toByteArray());
            assertThat(tooEarly.answer().status()).isEqualTo(101);
            request.write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(request.isAtEnd()).isTrue();
            assertThat(webSocket.closeCode()).isEqualTo(4408);
            assertThat(tooEarly.next().code()).isIn(1002, 4408);
        }
    }

    // ---- a page that does not read

    @Test
    void pageThatDoesNotRead_missesMessages_isToldSo_andHoldsUpNobody() throws IOException {
        Socket slow = new Socket();
        slow.setReceiveBufferSize(4 << 10);
        slow.connect(new InetSocketAddress("127.0.0.1", rig.port()));
        RawSocket socket = new RawSocket(slow);
        socket.upgrade(JsonFrames.NAME);
        String text = "x".repeat(8_000);
        try (JsonPage stalled = new JsonPage(socket);
                JsonPage reading = rig.page().signedIn(2).joined(7)) {
            stalled.connect("");
            stalled.signedIn(1).joined(7);
            long dropped = 0;
            for (int i = 0; dropped == 0 && i < 10_000; i++) {
                reading.publish(7, text);
                assertThat(reading.nextPush("deliver").path("text").asText()).isEqualTo(text);
                if (i % 100 == 0) {
                    dropped = reading.ask("stats", "{}")
                            .path("result")
                            .path("slowConsumer")
                            .asLong();
                }
            }
            assertThat(dropped).isPositive();
            assertThat(stalled.nextPush("gap").path("dropped").asLong()).isPositive();
        }
    }

    // ---- bytes of all kinds

    @Test
    void randomBytes_hurtNobody() {
        Seed seed = Seed.fresh();
        SplittableRandom random = seed.random();
        try (JsonPage there = rig.page().signedIn(1).joined(7)) {
            for (int i = 0; i < 300; i++) {
                try (RawSocket socket = random.nextInt(3) == 0
                        ? rig.socket()
                        : rig.webSocket(random.nextBoolean() ? JsonFrames.NAME : BinaryFrames.NAME)) {
                    socket.write(noise(random));
                }
            }
            assertThat(there.publish(7, "still here").has("result"))
                    .as("%s", seed)
                    .isTrue();
        }
    }

    /** Frames that are nearly right, or anything. */
    private static byte[] noise(SplittableRandom random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int frames = random.nextInt(1, 5); frames > 0; frames--) {
            byte[] payload = "{\"id\":1,\"method\":\"connect\",\"params\":{\"token\":\"x\"}}"
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] frame = RawSocket.bytes(RawSocket.FIN | random.nextInt(3), payload);
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
            }
            out.write(frame, 0, random.nextInt(3) == 0 ? random.nextInt(frame.length) : frame.length);
        }
        return out.toByteArray();
    }

    // ---- the dashboard

    @Test
    void modes_areNotSwitched_whereTheServerWasNotStartedForThat() {
        try (RawSocket socket = rig.socket()) {
            Answer answer = socket.http(
                    "POST /dashboard/mode HTTP/1.1",
                    host(),
                    "Origin: http://127.0.0.1:" + rig.port(),
                    "Content-Type: application/json",
                    "Content-Length: 0");
            assertThat(answer.status()).isEqualTo(403);
            assertThat(get(socket, "/dashboard/info").body()).contains("\"control\":false");
        }
    }

    @Test
    void modes_areSwitched_byPagesOfThisServerOnly() {
        try (WebRig switchable = WebRig.switchable();
                RawSocket socket = switchable.socket()) {
            String host = "Host: 127.0.0.1:" + switchable.port();
            String own = "Origin: http://127.0.0.1:" + switchable.port();
            assertThat(socket.http("GET /dashboard/info HTTP/1.1", host).body())
                    .contains("\"control\":true", "event-loop");
            assertThat(mode(socket, "event-loop", host, "Origin: http://evil.example", "application/json"))
                    .isEqualTo(403);
            assertThat(mode(socket, "event-loop", host, own, "text/plain")).isEqualTo(415);
            assertThat(mode(socket, "nonsense", host, own, "application/json")).isEqualTo(400);
            assertThat(mode(socket, "channel-group", host, own, "application/json"))
                    .isEqualTo(400);
            assertThat(switchable.server().mode()).isEqualTo("pool");
            assertThat(mode(socket, "event-loop", host, own, "application/json"))
                    .isEqualTo(200);
            assertThat(switchable.server().mode()).isEqualTo("event-loop");
        }
    }

    private static int mode(RawSocket socket, String mode, String host, String origin, String type) {
        String body = "{\"mode\":\"" + mode + "\"}";
        socket.write(("POST /dashboard/mode HTTP/1.1\r\n" + host + "\r\n" + origin + "\r\nContent-Type: " + type
                        + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII));
        return socket.answer().status();
    }

    private String host() {
        return "Host: 127.0.0.1:" + rig.port();
    }

    private Answer get(RawSocket socket, String path) {
        return socket.http("GET " + path + " HTTP/1.1", host());
    }

    private void assertRefused(int status, String... lines) {
        try (RawSocket socket = rig.socket()) {
            assertThat(socket.http(lines).status()).isEqualTo(status);
        }
    }
}
