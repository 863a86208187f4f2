package dev.outboard.im.chat;

/** What becomes of messages for a connection that reads more slowly than they come. */
public enum DropPolicy {
    /** What has waited longest goes. */
    DROP_OLDEST("drop-oldest"),
    /** What comes last goes. */
    DROP_NEWEST("drop-newest"),
    /** Of one sender in one group only the newest waits; past that as {@link #DROP_OLDEST}. */
    CONFLATE("conflate"),
    /** The connection is told so, and closed. */
    DISCONNECT("disconnect");

    private final String label;

    DropPolicy(String label) {
        this.label = label;
    }

    /** The name that users choose it by. */
    public String label() {
        return label;
    }

    /**
     * The policy of a name.
     *
     * @throws IllegalArgumentException for another name; its message is one line
     */
    public static DropPolicy of(String label) {
        for (DropPolicy policy : values()) {
            if (policy.label.equals(label)) {
                return policy;
            }
        }
        throw new IllegalArgumentException(
                "slow-consumer: " + label + " (expected: drop-oldest, drop-newest, conflate or disconnect)");
    }
}
