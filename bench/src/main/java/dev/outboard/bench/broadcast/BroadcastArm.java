package dev.outboard.bench.broadcast;

import com.fasterxml.jackson.annotation.JsonValue;

/** A mode of the IM server. Wire, groups, users, load, heap and JVM flags are the same for all. */
public enum BroadcastArm {
    /** The legacy: one blocking task per recipient per message on an unbounded pool, each encoding for itself. */
    PER_RECIPIENT(
            "per-recipient",
            "one blocking task per recipient and message on an unbounded pool, each encodes its own copy: the legacy"),
    /** Ours: 4 workers, bounded queues sharded by connection, encoded once. */
    POOL("pool", "4 workers, bounded queues sharded by connection, every message encoded once and shared");

    private final String id;
    private final String description;

    BroadcastArm(String id, String description) {
        this.id = id;
        this.description = description;
    }

    /** The name on the command line and in reports; also the server's {@code --mode}. */
    @JsonValue
    public String id() {
        return id;
    }

    /** One line for a legend. */
    public String description() {
        return description;
    }

    /** Whether the migration leaves this arm behind. */
    public boolean isLegacy() {
        return this == PER_RECIPIENT;
    }
}
