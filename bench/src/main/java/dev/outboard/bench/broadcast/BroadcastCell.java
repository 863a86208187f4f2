package dev.outboard.bench.broadcast;

import com.fasterxml.jackson.annotation.JsonValue;

/** The load of a run. Within a cell it is the same for all arms. */
public enum BroadcastCell {
    /** A fixed number of broadcasts outstanding: capacity, with the same admission for all. */
    CLOSED("closed"),
    /** A fixed rate below every arm's capacity, latency from the intended send time. */
    OPEN("open");

    private final String id;

    BroadcastCell(String id) {
        this.id = id;
    }

    /** The name in reports; also the load's {@code --mode}. */
    @JsonValue
    public String id() {
        return id;
    }
}
