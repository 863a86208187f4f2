package dev.outboard.bench.broadcast;

import com.fasterxml.jackson.annotation.JsonValue;

/** A load that every mode of a comparison gets. */
public enum CompareCell {
    /** A fixed number of messages under way: what a mode can do. */
    CLOSED("closed"),
    /** A fixed rate, latency from the intended time. */
    OPEN("open"),
    /** The same, while a part of the members does not read. */
    STALLED("stalled");

    private final String id;

    CompareCell(String id) {
        this.id = id;
    }

    /** The name in reports. */
    @JsonValue
    public String id() {
        return id;
    }
}
