package dev.outboard.im.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files of the pages: a fixed map of paths to bytes that are read once, at the start. No path of a request ever meets a file system. */
final class Assets {
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";

    /** A file. */
    record Asset(String type, byte[] bytes) {}

    private final Map<String, Asset> byPath = new HashMap<>();

    Assets() {
        add("/", "chat.html", HTML);
        add("/dashboard", "dashboard.html", HTML);
        add("/chat.js", "chat.js", SCRIPT);
        add("/dashboard.js", "dashboard.js", SCRIPT);
        add("/lanes.js", "lanes.js", SCRIPT);
        add("/wire.js", "wire.js", SCRIPT);
        add("/page.css", "page.css", STYLE);
        add("/favicon.svg", "favicon.svg", "image/svg+xml");
        add("/uplot.js", "uplot/uPlot.iife.min.js", SCRIPT);
        add("/uplot.css", "uplot/uPlot.min.css", STYLE);
    }

    /** What is at a path, as it came; null where nothing is. */
    @Nullable
    Asset at(String path) {
        return byPath.get(path);
    }

    private void add(String path, String file, String type) {
        try (InputStream in = Assets.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("asset: " + file + " is not on the class path (expected: in the jar)");
            }
            byPath.put(path, new Asset(type, in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
