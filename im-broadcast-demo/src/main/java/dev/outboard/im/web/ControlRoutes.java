package dev.outboard.im.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the dashboard may do: nothing, but where the server was started for that, and for a browser on this machine. Called on event
 * loops; a switch runs on a thread of its own, one at a time.
 */
final class ControlRoutes {
    static final String INFO = "/dashboard/info";
    static final String MODE = "/dashboard/mode";

    private static final Logger LOG = LoggerFactory.getLogger(ControlRoutes.class);

    private final JsonMapper json = JsonMapper.builder().build();
    private final @Nullable ModeControl control;
    private final Origins origins;
    private final Executor switcher;
    private final AtomicBoolean busy = new AtomicBoolean();

    /** @param switcher runs what may take seconds */
    ControlRoutes(@Nullable ModeControl control, Origins origins, Executor switcher) {
        this.control = control;
        this.origins = origins;
        this.switcher = switcher;
    }

    /** Whether this peer may switch, and what to. */
    WebAnswer info(SocketAddress peer) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("control", control != null && isLocal(peer));
        var modes = answer.putArray("modes");
        if (control != null) {
            control.modes().forEach(modes::add);
        }
        return WebAnswer.json(200, answer);
    }

    /** Switches, and answers when that is over. The request is <em>borrowed</em> and not looked at later. */
    void mode(FullHttpRequest request, SocketAddress peer, Consumer<WebAnswer> answer) {
        ModeControl switching = control;
        String origin = request.headers().get(HttpHeaderNames.ORIGIN, "");
        String host = request.headers().get(HttpHeaderNames.HOST, "");
        if (switching == null) {
            answer.accept(WebAnswer.error(403, "control: off (expected: a server with --dashboard-control)"));
        } else if (!isLocal(peer)) {
            answer.accept(WebAnswer.error(403, "peer: another machine (expected: this one)"));
        } else if (!origins.accepts(origin, host)) {
            answer.accept(WebAnswer.error(403, "origin: another site (expected: this server's pages)"));
        } else if (!request.headers().get(HttpHeaderNames.CONTENT_TYPE, "").startsWith("application/json")) {
            answer.accept(WebAnswer.error(415, "content-type: another (expected: application/json)"));
        } else {
            Optional<String> mode = mode(request.content().toString(StandardCharsets.UTF_8));
            if (mode.isEmpty()) {
                answer.accept(WebAnswer.error(400, "body: something else (expected: {\"mode\": \"...\"})"));
            } else {
                start(switching, mode.get(), answer);
            }
        }
    }

    private void start(ModeControl switching, String mode, Consumer<WebAnswer> answer) {
        if (!busy.compareAndSet(false, true)) {
            answer.accept(WebAnswer.error(409, "switch: another one is under way (expected: none)"));
            return;
        }
        try {
            switcher.execute(() -> {
                WebAnswer outcome = run(switching, mode);
                // Before the answer: who has it may ask for the next one.
                busy.set(false);
                answer.accept(outcome);
            });
        } catch (RejectedExecutionException e) {
            busy.set(false);
            answer.accept(WebAnswer.error(409, "server: ending (expected: one that goes on)"));
        }
    }

    private static WebAnswer run(ModeControl switching, String mode) {
        try {
            switching.switchTo(mode);
            return WebAnswer.json(200, JsonNodeFactory.instance.objectNode().put("mode", mode));
        } catch (IllegalArgumentException e) {
            return WebAnswer.error(400, String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            return WebAnswer.error(409, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("dashboard: the mode was not switched", e);
            return WebAnswer.error(500, "server: failed (expected: an answer; see its log)");
        }
    }

    private Optional<String> mode(String body) {
        try {
            JsonNode mode = json.readTree(body).path("mode");
            return mode.isTextual() ? Optional.of(mode.textValue()) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static boolean isLocal(SocketAddress peer) {
        return peer instanceof InetSocketAddress inet && inet.getAddress().isLoopbackAddress();
    }
}
