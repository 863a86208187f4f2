package dev.outboard.im.web;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What an HTTP request is answered with.
 *
 * @param status of HTTP
 * @param type the body's media type
 * @param body the bytes
 * @param headers beside those that all answers have
 */
record WebAnswer(int status, String type, byte[] body, Map<CharSequence, String> headers) {
    static WebAnswer json(int status, ObjectNode json) {
        return new WebAnswer(
                status, "application/json", json.toString().getBytes(StandardCharsets.UTF_8), new HashMap<>());
    }

    /** {@code {"error": reason}}. */
    static WebAnswer error(int status, String reason) {
        return json(status, JsonNodeFactory.instance.objectNode().put("error", reason));
    }

    static WebAnswer notAllowed(String methods) {
        return error(405, "method: another (expected: " + methods + ")").with("allow", methods);
    }

    WebAnswer with(CharSequence name, String value) {
        headers.put(name, value);
        return this;
    }
}
