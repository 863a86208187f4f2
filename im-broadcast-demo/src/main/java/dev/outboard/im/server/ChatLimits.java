package dev.outboard.im.server;

/**
 * What peers may ask for. Immutable; a server takes another one while it runs.
 *
 * @param textBytes the longest text, in bytes of UTF-8, 1 to 32,768
 * @param nameBytes the longest name, in bytes of UTF-8, 1 to 4,096
 * @param mentions the most users that a message may mention, 0 to 1,024
 * @param users users known, with or without a connection, above 0
 * @param groups groups with members, above 0
 * @param groupsPerUser memberships of one user, above 0
 */
public record ChatLimits(int textBytes, int nameBytes, int mentions, int users, int groups, int groupsPerUser) {
    /** Refuses values outside their ranges: a message of the longest text with the most mentions fits into a frame. */
    public ChatLimits {
        check("max-text-bytes", textBytes, 1, 32 << 10);
        check("max-name-bytes", nameBytes, 1, 4 << 10);
        check("max-mentions", mentions, 0, 1_024);
        check("max-users", users, 1, Integer.MAX_VALUE);
        check("max-groups", groups, 1, Integer.MAX_VALUE);
        check("max-groups-per-user", groupsPerUser, 1, Integer.MAX_VALUE);
    }

    /** What holds where nobody says otherwise. */
    public static ChatLimits defaults() {
        return new ChatLimits(16 << 10, 256, 256, 1_000_000, 100_000, 1_000);
    }

    ChatLimits withTextBytes(int value) {
        return new ChatLimits(value, nameBytes, mentions, users, groups, groupsPerUser);
    }

    private static void check(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + min + " to " + max + ")");
        }
    }
}
