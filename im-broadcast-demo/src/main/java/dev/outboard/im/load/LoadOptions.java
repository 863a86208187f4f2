package dev.outboard.im.load;

import java.time.Duration;

/**
 * What to load a server with. Immutable.
 *
 * @param host the server
 * @param port its port
 * @param connections users, each with a connection of its own
 * @param groups how many groups
 * @param groupSize members of each, drawn at random
 * @param publishers members of each group who publish, by turns
 * @param outstanding closed loop: messages under way at a time; 0 for the open loop
 * @param ratePerSecond open loop: messages a second, sent at their times whatever has become of earlier ones; 0 for the
 *     closed loop
 * @param textChars characters of every message's text
 * @param warmup before the measured window
 * @param window how long is measured, 100 ms to an hour
 * @param drain how long to wait for what is under way after that
 * @param disconnects connections to close in the middle of the window
 * @param stalled connections that stop reading with their first message, until the window is over
 * @param seed draws memberships and texts
 * @param eventLoops threads for the connections
 * @param codec "auto", "safe", "unsafe"
 * @param transport "auto", "epoll", "nio"
 * @param receiveBufferBytes what the operating system may hold for one connection; 0 leaves it to the system
 */
public record LoadOptions(
        String host,
        int port,
        int connections,
        int groups,
        int groupSize,
        int publishers,
        int outstanding,
        double ratePerSecond,
        int textChars,
        Duration warmup,
        Duration window,
        Duration drain,
        int disconnects,
        int stalled,
        long seed,
        int eventLoops,
        String codec,
        String transport,
        int receiveBufferBytes) {
    /** Refuses values outside their ranges, and a load that is both closed and open, or neither. */
    public LoadOptions {
        check("port", port, 1, 65_535);
        check("connections", connections, 1, 65_000);
        check("groups", groups, 1, 4_000);
        check("group-size", groupSize, 1, connections);
        check("publishers", publishers, 1, groupSize);
        check("text", textChars, Content.MIN_TEXT, 4_096);
        check("disconnect", disconnects, 0, connections);
        check("stalled", stalled, 0, connections - 1L);
        check("event-loops", eventLoops, 1, 64);
        check("receive-buffer", receiveBufferBytes, 0, 1 << 30);
        check("outstanding", outstanding, 0, 100_000);
        check("window: ms", window.toMillis(), 100, 3_600_000);
        if (ratePerSecond < 0 || ratePerSecond > 1e6 || outstanding > 0 == ratePerSecond > 0) {
            throw new IllegalArgumentException("outstanding: " + outstanding + ", rate: " + ratePerSecond
                    + " (expected: one of the two above 0, and the rate at most 1000000)");
        }
    }

    /** Whether this user, counted from 0, stops reading: such users are spread evenly over all. */
    boolean isStalled(int user) {
        return (user + 1L) * stalled / connections > (long) user * stalled / connections;
    }

    /**
     * How many connections {@code text} means: a number of them, or a share of all, as in {@code 10%}.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static int countOf(String name, String text, int connections) {
        String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
        try {
            int number = Integer.parseUnsignedInt(digits);
            return digits.equals(text) ? number : Math.toIntExact((long) number * connections / 100);
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException(
                    name + ": " + text + " (expected: a number of connections, or a share like 10%)", e);
        }
    }

    /** With another server. */
    public LoadOptions at(String otherHost, int otherPort) {
        return new LoadOptions(
                otherHost,
                otherPort,
                connections,
                groups,
                groupSize,
                publishers,
                outstanding,
                ratePerSecond,
                textChars,
                warmup,
                window,
                drain,
                disconnects,
                stalled,
                seed,
                eventLoops,
                codec,
                transport,
                receiveBufferBytes);
    }

    /** With all of it measured, for that long. */
    public LoadOptions lasting(Duration length) {
        return new LoadOptions(
                host,
                port,
                connections,
                groups,
                groupSize,
                publishers,
                outstanding,
                ratePerSecond,
                textChars,
                Duration.ZERO,
                length,
                drain,
                disconnects,
                stalled,
                seed,
                eventLoops,
                codec,
                transport,
                receiveBufferBytes);
    }

    /** Whether messages are sent at a rate, not when earlier ones have arrived. */
    public boolean isOpenLoop() {
        return ratePerSecond > 0;
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + " to " + max + ")");
        }
    }
}
