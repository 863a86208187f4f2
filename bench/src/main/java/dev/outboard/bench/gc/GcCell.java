package dev.outboard.bench.gc;

import com.fasterxml.jackson.annotation.JsonValue;

/** The conditions of a run. Within a cell they are the same for all arms. */
public enum GcCell {
    /** Two workers flat out: the pauses, and the cost per message. */
    CLOSED("closed"),
    /** A fixed rate, latency from the intended send time: what pauses do to users. */
    OPEN("open"),
    /** The open load with {@link GcPlan#limitMib()} of native memory instead of {@link GcPlan#budgetMib()}. */
    LIMITED("limited");

    private final String id;

    GcCell(String id) {
        this.id = id;
    }

    /** The name in reports. */
    @JsonValue
    public String id() {
        return id;
    }
}
