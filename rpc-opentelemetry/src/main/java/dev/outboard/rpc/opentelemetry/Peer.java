package dev.outboard.rpc.opentelemetry;

/**
 * An address as spans have it.
 *
 * @param port 0 for none
 */
record Peer(String address, int port) {
    private static final int MOST_PORT = 0xffff;

    /** Reads an address and port as connections print them; text that is none is an address without a port. */
    static Peer of(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || text.length() - colon > 6) {
            return new Peer(text, 0);
        }
        int port = 0;
        for (int i = colon + 1; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return new Peer(text, 0);
            }
            port = 10 * port + digit;
        }
        return port == 0 || port > MOST_PORT ? new Peer(text, 0) : new Peer(host(text.substring(0, colon)), port);
    }

    /** Without the brackets of an IPv6 address, and the name before a slash that the JDK prints. */
    private static String host(String text) {
        String host = text.substring(text.indexOf('/') + 1);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
