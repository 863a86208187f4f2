package dev.outboard.im.web;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What browsers may do. Immutable.
 *
 * @param host the address to listen on
 * @param port the port; 0 takes any that is free
 * @param origins of pages that may connect, beside the server's own
 * @param control what the dashboard switches modes with, for browsers on this machine only; null for not at all
 */
public record WebOptions(
        String host,
        int port,
        List<String> origins,
        @Nullable ModeControl control) {
    /** Refuses ports out of range. */
    public WebOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("web-port: " + port + " (expected: 0 to 65535)");
        }
        origins = List.copyOf(origins);
    }
}
