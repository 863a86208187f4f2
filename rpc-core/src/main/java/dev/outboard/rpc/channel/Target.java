package dev.outboard.rpc.channel;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a channel goes: {@code static:///h:p,h:p}, {@code dns:///name:port}, {@code scheme:...}; without a scheme, DNS.
 *
 * @param scheme in lower case
 * @param path what is behind it
 */
record Target(String scheme, String path) {
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(?:///)?(.*)");
    private static final Pattern HOST_PORT = Pattern.compile("(?:\\[([^\\]]+)]|([^:\\[\\],/]+)):([0-9]{1,5})");

    static Target parse(String text) {
        if (HOST_PORT.matcher(text).matches()) {
            return new Target(DnsResolverProvider.SCHEME, text);
        }
        Matcher matcher = SCHEME.matcher(text);
        if (!matcher.matches() || matcher.group(2).startsWith("//")) {
            throw new IllegalArgumentException(
                    "target: " + text + " (expected: scheme:///path, without an authority, or host:port)");
        }
        return new Target(matcher.group(1).toLowerCase(Locale.ROOT), matcher.group(2));
    }

    /** One {@code host:port}, not resolved; an IPv6 address stands in brackets. */
    static InetSocketAddress address(String text) {
        Matcher matcher = HOST_PORT.matcher(text.strip());
        if (matcher.matches()) {
            int port = Integer.parseInt(matcher.group(3));
            if (port > 0 && port <= 0xffff) {
                String host = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
                return InetSocketAddress.createUnresolved(host, port);
            }
        }
        throw new IllegalArgumentException("address: " + text + " (expected: host:port)");
    }

    /** One or more {@code host:port}, with commas between. */
    static List<InetSocketAddress> addresses(String text) {
        List<InetSocketAddress> all = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            all.add(address(one));
        }
        return List.copyOf(all);
    }
}
