package dev.outboard.im.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;

/**
 * What is answered.
 *
 * @param status of HTTP
 * @param type the body's media type
 * @param tag the ETag, without its quotes; empty for none
 * @param body the bytes
 */
record Response(int status, String type, String tag, byte[] body) {
    private static final String JSON = "application/json";

    static Response json(int status, JsonNode body) {
        return json(status, "", body);
    }

    static Response json(int status, String tag, JsonNode body) {
        return new Response(status, JSON, tag, (body.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** {@code {"error": reason}}. */
    static Response error(int status, String reason) {
        return json(status, JsonNodeFactory.instance.objectNode().put("error", reason));
    }
}
