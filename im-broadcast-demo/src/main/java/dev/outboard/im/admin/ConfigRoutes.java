package dev.outboard.im.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.outboard.im.config.ConfigException;
import dev.outboard.im.config.Configuration.Entry;
import dev.outboard.im.config.Layer;
import dev.outboard.im.config.LiveConfiguration;
import dev.outboard.im.config.LiveConfiguration.Refusal;
import dev.outboard.im.config.LiveConfiguration.State;
import dev.outboard.im.config.Source;
import dev.outboard.im.config.StaleVersionException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Shows what is in force, and changes what may be changed. */
final class ConfigRoutes {
    private static final Pattern VERSION = Pattern.compile("\"?([1-9]\\d{0,17})\"?");

    private final JsonMapper json = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private final LiveConfiguration live;

    ConfigRoutes(LiveConfiguration live) {
        this.live = live;
    }

    Response get(Request request) {
        return shown(live.state());
    }

    /** The body is all that is set this way: what it does not name is as file, environment and flags have it again. */
    Response put(Request request) {
        if (!request.local()) {
            return Response.error(403, "peer: another machine (expected: this one)");
        }
        if (!request.header().apply("content-type").startsWith("application/json")) {
            return Response.error(415, "content-type: another (expected: application/json)");
        }
        try {
            Layer layer = new Layer(Source.ADMIN, "", texts(request.body()));
            return shown(live.replace(layer, version(request.header().apply("if-match"))));
        } catch (StaleVersionException e) {
            return Response.error(412, String.valueOf(e.getMessage()));
        } catch (ConfigException e) {
            return Response.error(400, String.valueOf(e.getMessage()));
        }
    }

    private static long version(String ifMatch) {
        if (ifMatch.isEmpty() || ifMatch.equals("*")) {
            return 0;
        }
        Matcher version = VERSION.matcher(ifMatch);
        if (!version.matches()) {
            throw new ConfigException("if-match: no version (expected: the ETag of GET /config)");
        }
        return Long.parseLong(version.group(1));
    }

    private Map<String, String> texts(byte[] body) {
        JsonNode root;
        try {
            root = json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new ConfigException("body: "
                    + e.getOriginalMessage().lines().findFirst().orElse("no JSON") + " (expected: one JSON object)");
        } catch (IOException e) {
            throw new ConfigException("body: unreadable (expected: one JSON object)");
        }
        if (root == null || !root.isObject()) {
            throw new ConfigException("body: no object (expected: one JSON object)");
        }
        Map<String, String> texts = new HashMap<>();
        for (Map.Entry<String, JsonNode> field : root.properties()) {
            if (!field.getValue().isValueNode() || field.getValue().isNull()) {
                throw new ConfigException("body: a value that is no text and no number (expected: one of these)");
            }
            texts.put(field.getKey(), field.getValue().asText());
        }
        return texts;
    }

    private Response shown(State state) {
        ObjectNode root = json.createObjectNode();
        root.put("version", state.version());
        root.put("since", state.since().toString());
        ArrayNode settings = root.putArray("settings");
        for (Entry entry : state.configuration().entries()) {
            settings.addObject()
                    .put("name", entry.setting().name())
                    .put("value", entry.text())
                    .put("live", entry.setting().live())
                    .put("from", entry.label());
        }
        Refusal refusal = state.refusal();
        if (refusal != null) {
            root.putObject("refused")
                    .put("from", refusal.source().name().toLowerCase(Locale.ROOT))
                    .put("reason", refusal.reason())
                    .put("at", refusal.at().toString());
        }
        return Response.json(200, Long.toString(state.version()), root);
    }
}
