package dev.outboard.im.chat;

import java.time.Duration;

/**
 * What is kept of messages.
 *
 * @param messages of a group, 0 to 1,000,000; with 0 nothing is kept
 * @param bytes of a group, 1 KiB to 1 GiB
 * @param age how long, 1 ms to 365 days
 * @param totalBytes of all groups together, 1 KiB to 1 TiB
 * @param pageMessages the most messages of one answer, 1 to 10,000
 * @param pageBytes the most bytes of one answer, but for its first message, 1 KiB to 2 MiB
 */
public record HistoryLimits(int messages, int bytes, Duration age, long totalBytes, int pageMessages, int pageBytes) {
    /** Nothing is kept. */
    public static final HistoryLimits NONE = new HistoryLimits(0, 1 << 10, Duration.ofMillis(1), 1 << 10, 1, 1 << 10);

    /** Refuses values outside their ranges. */
    public HistoryLimits {
        check("history-messages", messages, 0, 1_000_000);
        check("history-bytes", bytes, 1 << 10, 1 << 30);
        check("history-age: ms", age.toMillis(), 1, Duration.ofDays(365).toMillis());
        check("history-total: bytes", totalBytes, 1 << 10, 1L << 40);
        check("history-page", pageMessages, 1, 10_000);
        check("history-page: bytes", pageBytes, 1 << 10, 2 << 20);
    }

    /** 100 messages, 256 KiB and 5 minutes for a group, 32 MiB for all; 200 messages and 512 KiB in an answer. */
    public static HistoryLimits defaults() {
        return new HistoryLimits(100, 256 << 10, Duration.ofMinutes(5), 32 << 20, 200, 512 << 10);
    }

    private static void check(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + " to " + max + ")");
        }
    }
}
