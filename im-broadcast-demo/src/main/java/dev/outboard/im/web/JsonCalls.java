package dev.outboard.im.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.outboard.im.v1.ChatServer;
import dev.outboard.im.wire.ChatMethods;
import dev.outboard.rpc.Method;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What pages may ask and be told, by the names that JSON has for it. Made once for a server; any thread. */
final class JsonCalls {
    private static final int MAX_DEPTH = 16;
    private static final long MAX_ID = (1L << 53) - 1;
    private static final List<Method> METHODS = List.of(
            ChatMethods.SIGN_IN,
            ChatMethods.JOIN,
            ChatMethods.LEAVE,
            ChatMethods.PUBLISH,
            ChatMethods.STATS,
            ChatMethods.SUBSCRIBE,
            ChatMethods.HISTORY,
            ChatMethods.PRESENCE,
            ChatMethods.TYPING);
    private static final Map<Method, String> PUSHES = Map.of(
            ChatMethods.DELIVER, "GroupMessage",
            ChatMethods.EVENT, "GroupEvent",
            ChatMethods.GAP, "Missed",
            ChatMethods.ENDED, "Farewell");

    /** A method, the number that it has on every page's connection, and its messages. */
    record Known(Method method, int number, ProtoSchema.Call types) {}

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(40)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private final List<Known> all = new ArrayList<>();
    private final Map<String, Known> byName = new HashMap<>();
    private final Map<Method, ProtoMessage> pushes = new HashMap<>();

    JsonCalls() {
        ProtoSchema schema = ProtoSchema.of(ChatServer.descriptors());
        for (Method method : METHODS) {
            ProtoSchema.Call types = schema.call(method.fullName());
            if (types == null) {
                throw new IllegalStateException("method: " + method + " (expected: in the schema)");
            }
            Known known = new Known(method, all.size() + 1, types);
            all.add(known);
            byName.put(shortName(method), known);
        }
        PUSHES.forEach((method, type) -> pushes.put(method, schema.message("outboard.im.v1." + type)));
    }

    JsonFactory factory() {
        return mapper.getFactory();
    }

    List<Known> all() {
        return all;
    }

    @Nullable
    Known find(String name) {
        return byName.get(name);
    }

    /** The message of a push; null for a push that pages know nothing of. */
    @Nullable
    ProtoMessage push(Method method) {
        return pushes.get(method);
    }

    /** A method's own name, with a small first letter. */
    static String shortName(Method method) {
        String name = method.name();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /**
     * Reads a request.
     *
     * @throws JsonFormException for what is none
     */
    JsonRequest parse(String json) {
        JsonNode root;
        try {
            root = mapper.readTree(json);
        } catch (JsonProcessingException e) {
            throw new JsonFormException("message: no JSON (expected: one object)");
        }
        if (root == null || !root.isObject()) {
            throw new JsonFormException("message: no object (expected: one)");
        }
        JsonNode id = root.path("id");
        JsonNode method = root.path("method");
        JsonNode params = root.path("params");
        int known = params.isMissingNode() ? 2 : 3;
        if (!id.isIntegralNumber() || !id.canConvertToLong() || id.longValue() < 1 || id.longValue() > MAX_ID) {
            throw new JsonFormException("id: something else (expected: a whole number, 1 to 2^53 - 1)");
        } else if (!method.isTextual()) {
            throw new JsonFormException("method: something else (expected: a string)");
        } else if (!params.isMissingNode() && !params.isObject()) {
            throw new JsonFormException("params: something else (expected: an object)");
        } else if (root.size() != known) {
            throw new JsonFormException("message: other fields (expected: id, method, params)");
        }
        return new JsonRequest(
                id.longValue(),
                method.textValue(),
                params.isMissingNode() ? JsonNodeFactory.instance.objectNode() : params);
    }

    /** The text of a RESPONSE that failed; its details are not for pages. */
    static String failure(ByteBuf body) {
        ByteBuf in = body.duplicate();
        while (in.isReadable()) {
            int tag = (int) ProtoWire.readVarint(in);
            if (tag == (1 << 3 | ProtoField.LENGTH_DELIMITED)) {
                return in.readSlice((int) ProtoWire.readVarint(in)).toString(StandardCharsets.UTF_8);
            }
            ProtoWire.skip(in, tag & 7);
        }
        return "";
    }

    /** What a Farewell means to a WebSocket. */
    static CloseCode farewell(ByteBuf in) {
        while (in.isReadable()) {
            int tag = (int) ProtoWire.readVarint(in);
            if (tag == 1 << 3) {
                return switch ((int) ProtoWire.readVarint(in)) {
                    case 1 -> CloseCode.UNAUTHENTICATED;
                    case 2 -> CloseCode.SLOW_CONSUMER;
                    case 3 -> CloseCode.TAKEN_OVER;
                    default -> CloseCode.NORMAL;
                };
            }
            ProtoWire.skip(in, tag & 7);
        }
        return CloseCode.NORMAL;
    }
}
