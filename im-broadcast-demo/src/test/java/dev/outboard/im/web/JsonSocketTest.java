package dev.outboard.im.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.outboard.im.server.ChatClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The chat as pages have it: JSON over a WebSocket, beside clients of the RPC. */
class JsonSocketTest {
    private final WebRig rig = new WebRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void connect_tellsTheLimits() {
        try (JsonPage page = new JsonPage(rig.webSocket(JsonFrames.NAME))) {
            JsonNode result = page.connect("").path("result");
            assertThat(result.path("maxCalls").asInt()).isEqualTo(256);
            assertThat(result.path("maxMessageBytes").asInt()).isEqualTo(64 << 10);
        }
    }

    @Test
    void publish_reachesPagesAndClientsOfTheRpc_inBothDirections() throws Exception {
        try (JsonPage page = rig.page().signedIn(1).joined(7);
                ChatClient client = new ChatClient(rig.rpcPort())) {
            client.signIn(2);
            client.join(7);
            JsonNode receipt = page.publish(7, "h\u00e9llo \ud83d\ude00").path("result");
            assertThat(receipt.path("recipients").asInt()).isEqualTo(2);
            assertThat(client.nextText()).isEqualTo("h\u00e9llo \ud83d\ude00");
            assertThat(page.nextPush("deliver").path("text").asText()).isEqualTo("h\u00e9llo \ud83d\ude00");
            client.publish(7, "back");
            JsonNode message = page.nextPush("deliver");
            assertThat(message.path("text").asText()).isEqualTo("back");
            assertThat(message.path("sender").isTextual()).isTrue();
            assertThat(message.path("sender").asText()).isEqualTo("2");
            assertThat(message.path("sequence").asText()).isEqualTo("2");
        }
    }

    @Test
    void history_comesAsOneAnswer_howeverLong() {
        try (JsonPage page = rig.page().signedIn(1).joined(7)) {
            String text = "x".repeat(4_000);
            for (int i = 0; i < 40; i++) {
                page.publish(7, text);
            }
            JsonNode history = page.ask("history", "{\"groupId\":7}").path("result");
            assertThat(history.path("messages")).hasSize(40);
            assertThat(history.path("messages").get(39).path("text").asText()).isEqualTo(text);
        }
    }

    @Test
    void subscribe_recoversFromAPosition() {
        try (JsonPage page = rig.page().signedIn(1).joined(7);
                JsonPage other = rig.page().signedIn(2)) {
            JsonNode first = page.publish(7, "one").path("result");
            page.publish(7, "two");
            String position = "\"epoch\":\"" + first.path("epoch").asText() + "\",\"sequence\":\"1\"";
            JsonNode recovered = other.ask("subscribe", "{\"groupId\":7,\"recover\":true," + position + "}")
                    .path("result");
            assertThat(recovered.path("recovery").asText()).isEqualTo("RECOVERY_COMPLETE");
            assertThat(recovered.path("messages")).hasSize(1);
            assertThat(recovered.path("messages").get(0).path("text").asText()).isEqualTo("two");
        }
    }

    @Test
    void presenceAndTyping_arePushedToWhoAsked() {
        try (JsonPage page = rig.page().signedIn(1).joined(7);
                JsonPage other = rig.page().signedIn(2).joined(7)) {
            assertThat(page.nextPush("event").path("joined").get(0).asText()).isNotEmpty();
            other.ask("typing", "{\"groupId\":7}");
            JsonNode event = page.nextPush("event");
            while (event.path("typing").asText().equals("0")) {
                event = page.nextPush("event");
            }
            assertThat(event.path("typing").asText()).isEqualTo("2");
            assertThat(page.ask("presence", "{\"groupId\":7}")
                            .path("result")
                            .path("total")
                            .asInt())
                    .isEqualTo(2);
        }
    }

    @Test
    void refusals_nameTheirCode_andLeaveTheSocketOpen() {
        try (JsonPage page = rig.page()) {
            assertError(page.ask("publish", "{\"groupId\":7,\"text\":\"x\"}"), "UNAUTHENTICATED");
            page.signedIn(1);
            assertError(page.ask("publish", "{\"groupId\":7,\"text\":\"x\"}"), "PERMISSION_DENIED");
            assertError(page.ask("connect", "{}"), "FAILED_PRECONDITION");
            assertError(page.ask("dance", "{}"), "UNIMPLEMENTED");
            assertError(page.ask("join", "{\"groupId\":-1}"), "INVALID_ARGUMENT");
            assertError(page.ask("join", "{\"group\":1}"), "INVALID_ARGUMENT");
            assertError(page.ask("publish", "{\"text\":\"" + "x".repeat(70_000) + "\"}"), "INVALID_ARGUMENT");
            assertError(page.ask("join", "{\"groupId\":[1]}"), "INVALID_ARGUMENT");
            page.joined(7);
        }
    }

    @Test
    void callBeforeConnect_isRefused() {
        try (JsonPage page = new JsonPage(rig.webSocket(JsonFrames.NAME))) {
            assertError(page.ask("stats", "{}"), "FAILED_PRECONDITION");
            page.connect("");
            assertThat(page.ask("stats", "{}").path("result").path("mode").asText())
                    .isEqualTo("pool");
        }
    }

    @Test
    void sameDeviceElsewhere_closesWithItsCode() {
        try (JsonPage page = rig.page().signedIn(1);
                JsonPage other = rig.page().signedIn(1)) {
            assertThat(page.nextPush("ended").path("reason").asText()).isEqualTo("FAREWELL_TAKEN_OVER");
            assertThat(page.socket().closeCode()).isEqualTo(4409);
            other.joined(7);
        }
    }

    @Test
    void drain_tellsThePageWhereToGo_andWaitsUntilItHasGone() throws InterruptedException {
        try (JsonPage page = rig.page().signedIn(1).joined(7)) {
            Thread draining = new Thread(() -> rig.server().drain(Duration.ofSeconds(30), "other.example:1"));
            draining.start();
            assertThat(page.nextPush("drain").path("hint").asText()).isEqualTo("other.example:1");
            page.socket().close(1000);
            assertThat(page.socket().closeCode()).isEqualTo(1000);
            assertThat(page.socket().isAtEnd()).isTrue();
            draining.join(30_000);
            assertThat(draining.isAlive()).isFalse();
        }
    }

    @Test
    void whatIsDelivered_isInTheBooks() {
        try (JsonPage page = rig.page().signedIn(1).joined(7);
                JsonPage other = rig.page().signedIn(2).joined(7)) {
            for (int i = 0; i < 10; i++) {
                page.publish(7, "message");
            }
            for (int i = 0; i < 10; i++) {
                page.nextPush("deliver");
                other.nextPush("deliver");
            }
            JsonNode stats = page.ask("stats", "{}").path("result");
            assertThat(stats.path("offered").asText()).isEqualTo("20");
            assertThat(stats.path("written").asText()).isEqualTo("20");
            assertThat(stats.path("inFlight").asText()).isEqualTo("0");
        }
        assertThat(rig.stats().closedByFault().toString()).doesNotContain("bad-");
    }

    private static void assertError(JsonNode answer, String code) {
        assertThat(answer.path("error").path("code").asText()).as("%s", answer).isEqualTo(code);
        assertThat(answer.path("error").path("message").asText()).isNotEmpty();
    }
}
