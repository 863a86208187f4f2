package dev.outboard.im.client;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server listens.
 *
 * @param host a name or an address; one of IPv6 without brackets
 * @param port 1 to 65535
 */
public record ServerAddress(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^\\s:\\[\\]]+)):(\\d{1,5})");

    /** Refuses ports out of range. */
    public ServerAddress {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
        }
    }

    /**
     * Reads {@code host:port}.
     *
     * @throws IllegalArgumentException for anything else, with {@code name}
     */
    public static ServerAddress of(String name, String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(name + ": " + text + " (expected: host:port)");
        }
        String six = matcher.group(1);
        return new ServerAddress(six != null ? six : matcher.group(2), Integer.parseInt(matcher.group(3)));
    }

    /** Reads {@code host:port,host:port}; at least one. */
    public static List<ServerAddress> list(String name, String text) {
        List<ServerAddress> list = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            list.add(of(name, part.strip()));
        }
        return List.copyOf(list);
    }

    static boolean isAddress(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return false;
        }
        int port = Integer.parseInt(matcher.group(3));
        return port >= 1 && port <= 65_535;
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
