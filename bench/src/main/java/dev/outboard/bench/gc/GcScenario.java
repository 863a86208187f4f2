package dev.outboard.bench.gc;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where the messages come from. */
public enum GcScenario {
    /** Two workers make messages, encode, hold, decode and compare them. */
    CODEC("codec"),
    /** A client's JVM sends them to a real server, whose handlers decode, hold, compare and answer them. */
    RPC("rpc");

    private final String id;

    GcScenario(String id) {
        this.id = id;
    }

    /** The name on the command line and in reports. */
    @JsonValue
    public String id() {
        return id;
    }

    /** The scenario of that name. */
    static GcScenario of(String id) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("scenario: " + id + " (expected: one of "
                        + Arrays.stream(values()).map(GcScenario::id).collect(Collectors.joining(", ")) + ")"));
    }
}
