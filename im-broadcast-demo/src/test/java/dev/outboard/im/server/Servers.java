package dev.outboard.im.server;

import dev.outboard.im.chat.HistoryLimits;
import java.time.Duration;

/** Options of servers for tests. */
final class Servers {
    private Servers() {}

    /** A small server on any port, in a mode. */
    static ImServerOptions small(String mode) {
        return new ImServerOptions(
                "127.0.0.1", 0, mode, "safe", "auto", 1, 2, 2, 4_096, 64 << 10, 4 << 10, 0, Duration.ofSeconds(5));
    }

    /** The same, with queues that no test fills. */
    static ImServerOptions roomy(String mode) {
        return new ImServerOptions(
                "127.0.0.1", 0, mode, "safe", "auto", 1, 2, 2, 1 << 16, 16 << 20, 0, 0, Duration.ofSeconds(30));
    }

    /** Options with a history of that many messages of each group, for an hour. */
    static ChatOptions history(int messages) {
        return ChatOptions.defaults()
                .withHistory(new HistoryLimits(messages, 64 << 20, Duration.ofHours(1), 64 << 20, 200, 512 << 10));
    }
}
