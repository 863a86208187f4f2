package dev.outboard.im.web;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which pages may open a WebSocket, and under which names the server is known. A browser says with each which site its page is from; what is
 * no browser says nothing, and has nobody's cookies to misuse.
 */
final class Origins {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final String scheme;
    private final boolean loopback;
    private final List<String> others;

    /**
     * @param encrypted whether pages come by HTTPS
     * @param loopback whether the server is for this machine only: then a page under another name has been led here by a
     *     name server (DNS rebinding), and is refused
     * @param others origins beside the server's own, {@code https://chat.example.org}
     */
    Origins(boolean encrypted, boolean loopback, List<String> others) {
        this.scheme = encrypted ? "https://" : "http://";
        this.loopback = loopback;
        this.others = others.stream().map(Origins::checked).toList();
    }

    /** Whether a request under this name is for this server. */
    boolean isHost(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return !loopback
                || LOOPBACK.contains(name.replaceFirst(":[0-9]{1,5}$", ""))
                || others.stream().anyMatch(other -> other.endsWith("://" + name));
    }

    /**
     * Whether a page may.
     *
     * @param origin as the request has it; empty for none
     * @param host as the request has it
     */
    boolean accepts(String origin, String host) {
        String from = origin.toLowerCase(Locale.ROOT);
        return from.isEmpty() || others.contains(from) || from.equals(scheme + host.toLowerCase(Locale.ROOT));
    }

    private static String checked(String origin) {
        String lower = origin.trim().toLowerCase(Locale.ROOT);
        if (!lower.matches("https?://[a-z0-9.\\[\\]:-]+")) {
            throw new IllegalArgumentException(
                    "web-origins: one that is none (expected: like https://chat.example.org, with commas between)");
        }
        return lower;
    }
}
