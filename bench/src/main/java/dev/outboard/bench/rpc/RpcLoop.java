package dev.outboard.bench.rpc;

import com.fasterxml.jackson.annotation.JsonValue;

/** How calls are started. */
public enum RpcLoop {
    /** Each reply starts the next call: what it can do. */
    CLOSED("closed"),
    /** A fixed rate, latency from the time at which a call was due. */
    OPEN("open"),
    /** The closed loop once more, for the pairs of the two codecs. */
    PAIR("pair");

    private final String id;

    RpcLoop(String id) {
        this.id = id;
    }

    @JsonValue
    public String id() {
        return id;
    }
}
