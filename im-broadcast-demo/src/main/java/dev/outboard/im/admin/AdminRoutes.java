package dev.outboard.im.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.outboard.im.config.LiveConfiguration;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What there is to be asked for. */
public final class AdminRoutes {
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private AdminRoutes() {}

    /**
     * All routes.
     *
     * @param ready whether the server takes new clients; it is alive as long as it answers
     * @param metrics Prometheus's text
     * @param live the configuration to show and to change
     */
    public static List<Route> of(BooleanSupplier ready, Supplier<String> metrics, LiveConfiguration live) {
        return of(ready, Map::of, metrics, live);
    }

    /**
     * The same.
     *
     * @param parts what is to be told of the server's parts when somebody asks whether it is ready, by their names
     */
    public static List<Route> of(
            BooleanSupplier ready,
            Supplier<Map<String, String>> parts,
            Supplier<String> metrics,
            LiveConfiguration live) {
        ConfigRoutes config = new ConfigRoutes(live);
        return List.of(
                new Route("GET", "/health", request -> status(200, ready.getAsBoolean() ? "serving" : "draining")),
                new Route(
                        "GET",
                        "/ready",
                        request -> ready.getAsBoolean()
                                ? status(200, "ready", parts.get())
                                : status(503, "draining", parts.get())),
                new Route(
                        "GET",
                        "/metrics",
                        request ->
                                new Response(200, PROMETHEUS, "", metrics.get().getBytes(StandardCharsets.UTF_8))),
                new Route("GET", "/config", config::get),
                new Route("PUT", "/config", config::put));
    }

    private static Response status(int code, String status) {
        return status(code, status, Map.of());
    }

    private static Response status(int code, String status, Map<String, String> parts) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("status", status);
        parts.forEach(body::put);
        return Response.json(code, body);
    }
}
