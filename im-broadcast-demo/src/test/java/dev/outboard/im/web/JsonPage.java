package dev.outboard.im.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a page's script does, without the page: requests with their answers, and the pushes that come in between. */
final class JsonPage implements AutoCloseable {
    private final JsonMapper json = JsonMapper.builder().build();
    private final Deque<JsonNode> pushes = new ArrayDeque<>();
    private final RawSocket socket;
    private long lastId;

    JsonPage(RawSocket socket) {
        this.socket = socket;
    }

    RawSocket socket() {
        return socket;
    }

    /** Returns the answer. */
    JsonNode connect(String token) {
        return ask("connect", token.isEmpty() ? "{}" : "{\"token\":\"" + token + "\"}");
    }

    /** A page whose user is signed in and hears of events. */
    JsonPage signedIn(int user) {
        JsonNode answer = ask("signIn", "{\"userId\":\"" + user + "\",\"name\":\"u" + user + "\",\"events\":true}");
        assertThat(answer.path("result").path("userId").asText()).isEqualTo(Integer.toString(user));
        return this;
    }

    JsonPage joined(int group) {
        assertThat(ask("join", "{\"groupId\":" + group + "}").has("result")).isTrue();
        return this;
    }

    JsonNode publish(int group, String text) {
        return ask("publish", "{\"groupId\":" + group + ",\"text\":\"" + text + "\"}");
    }

    /** Sends a request; returns the object that answers it. */
    JsonNode ask(String method, String params) {
        long id = ++lastId;
        socket.text("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + params + "}");
        JsonNode answer = read();
        while (answer.path("id").asLong() != id) {
            assertThat(answer.has("push")).as("%s", answer).isTrue();
            pushes.add(answer);
            answer = read();
        }
        return answer;
    }

    /** The data of the next push of that name; others are thrown away. */
    JsonNode nextPush(String name) {
        JsonNode push = pushes.isEmpty() ? read() : pushes.remove();
        while (!push.path("push").asText().equals(name)) {
            push = pushes.isEmpty() ? read() : pushes.remove();
        }
        return push.path("data");
    }

    private JsonNode read() {
        try {
            return json.readTree(socket.nextText());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
