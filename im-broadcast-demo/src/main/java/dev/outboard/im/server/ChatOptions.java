package dev.outboard.im.server;

import dev.outboard.im.auth.Secrets;
import dev.outboard.im.chat.DropPolicy;
import dev.outboard.im.chat.HistoryLimits;
import dev.outboard.im.chat.RateLimit;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a server asks of its users and keeps for them. Immutable.
 *
 * @param secrets what tokens are signed with; null for a server that asks for none
 * @param history what is kept of messages
 * @param maxTextBytes the longest text, in bytes of UTF-8, 1 to 32 KiB
 * @param userRate how fast one user may publish
 * @param groupRate how fast one group, or one user's inbox, may be sent to
 * @param keys publishes that are remembered by their keys, 1 to 10,000,000
 * @param keyAge how long
 * @param slowConsumer what becomes of messages for a connection that does not read
 * @param backlogBytes what may wait before such a connection, beside its own queue; 0 to 1 GiB, of no account where the
 *     newest are dropped or the connection is closed
 * @param presenceTick over how long comings and goings are told together, 20 ms to 1 min
 */
public record ChatOptions(
        @Nullable Secrets secrets,
        HistoryLimits history,
        int maxTextBytes,
        RateLimit userRate,
        RateLimit groupRate,
        int keys,
        Duration keyAge,
        DropPolicy slowConsumer,
        int backlogBytes,
        Duration presenceTick) {
    /** Refuses values outside their ranges. */
    public ChatOptions {
        check("max-text: bytes", maxTextBytes, 1, 32 << 10);
        check("keys", keys, 1, 10_000_000);
        check("key-age: ms", keyAge.toMillis(), 1, Integer.MAX_VALUE);
        check("backlog: bytes", backlogBytes, 0, 1 << 30);
        check("presence-tick: ms", presenceTick.toMillis(), 20, 60_000);
    }

    /** No tokens, no rates; texts of 16 KiB, keys for 5 minutes, the newest dropped, presence ten times a second. */
    public static ChatOptions defaults() {
        return new ChatOptions(
                null,
                HistoryLimits.defaults(),
                16 << 10,
                RateLimit.NONE,
                RateLimit.NONE,
                100_000,
                Duration.ofMinutes(5),
                DropPolicy.DROP_NEWEST,
                256 << 10,
                Duration.ofMillis(100));
    }

    public ChatOptions withSecrets(@Nullable Secrets value) {
        return new ChatOptions(
                value,
                history,
                maxTextBytes,
                userRate,
                groupRate,
                keys,
                keyAge,
                slowConsumer,
                backlogBytes,
                presenceTick);
    }

    public ChatOptions withHistory(HistoryLimits value) {
        return new ChatOptions(
                secrets,
                value,
                maxTextBytes,
                userRate,
                groupRate,
                keys,
                keyAge,
                slowConsumer,
                backlogBytes,
                presenceTick);
    }

    public ChatOptions withMaxTextBytes(int value) {
        return new ChatOptions(
                secrets, history, value, userRate, groupRate, keys, keyAge, slowConsumer, backlogBytes, presenceTick);
    }

    public ChatOptions withRates(RateLimit user, RateLimit group) {
        return new ChatOptions(
                secrets, history, maxTextBytes, user, group, keys, keyAge, slowConsumer, backlogBytes, presenceTick);
    }

    public ChatOptions withSlowConsumer(DropPolicy policy, int backlog) {
        return new ChatOptions(
                secrets, history, maxTextBytes, userRate, groupRate, keys, keyAge, policy, backlog, presenceTick);
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + " to " + max + ")");
        }
    }
}
