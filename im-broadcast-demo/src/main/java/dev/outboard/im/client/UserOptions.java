package dev.outboard.im.client;

import java.time.Duration;
import java.util.List;

/**
 * Who a recovering user is and how it behaves. Immutable.
 *
 * @param userId its number
 * @param device tells its devices apart; at most 64 bytes
 * @param groups that it joins and stays in
 * @param servers where it may connect to, at least one
 * @param firstServer with which of them it begins, counted from 0 and around
 * @param backoffFirst the most that it waits before it tries again; twice as long each time
 * @param backoffMost the most that it waits ever
 * @param callTimeout of each call
 * @param seed of the waits
 */
public record UserOptions(
        long userId,
        String device,
        List<Integer> groups,
        List<ServerAddress> servers,
        int firstServer,
        Duration backoffFirst,
        Duration backoffMost,
        Duration callTimeout,
        long seed) {
    /** Copies the lists. */
    public UserOptions {
        groups = List.copyOf(groups);
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("servers: 0 (expected: 1 or more)");
        }
    }

    /** With the usual waits: 50 ms to 2 s, 10 s for a call. */
    public static UserOptions of(long userId, List<Integer> groups, List<ServerAddress> servers) {
        return new UserOptions(
                userId,
                "",
                groups,
                servers,
                0,
                Duration.ofMillis(50),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                userId);
    }

    /** Begins with another server. */
    public UserOptions startingAt(int server) {
        return new UserOptions(userId, device, groups, servers, server, backoffFirst, backoffMost, callTimeout, seed);
    }
}
